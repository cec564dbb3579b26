package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;

/**
 * Random rows, for speed measurements and first steps.
 *
 * @param distribution of every element
 * @param rows how many, at least 1
 * @param columns elements per row, at least 1
 * @param seed of the numbers
 */
public record GeneratedRows(Distribution distribution, int rows, int columns, long seed) {

  /** What fits into one array. */
  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  /** How elements are distributed, independently of each other. */
  public enum Distribution {
    /** Uniform on [0, 1). */
    UNIFORM,
    /** Normal with mean 0 and variance 1. */
    NORMAL
  }

  public GeneratedRows {
    if (rows < 1 || columns < 1) {
      throw new ConfigurationException(
          "data.generate", "at least one row and column", rows + " x " + columns);
    }
    if ((long) rows * columns > MOST_VALUES) {
      throw new ConfigurationException(
          "data.generate", "at most " + MOST_VALUES + " values", rows + " x " + columns);
    }
  }

  /** The rows; the same seed gives the same ones. */
  public Dataset dataset() {
    KeyedRandom random = KeyedRandom.of(seed, "generated data");
    float[] elements = new float[rows * columns];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          switch (distribution) {
            case UNIFORM -> random.nextFloat();
            case NORMAL -> (float) random.nextGaussian();
          };
    }
    return MemoryDataset.of("generated rows", Tensor.view(Shape.of(rows, columns), elements));
  }
}
