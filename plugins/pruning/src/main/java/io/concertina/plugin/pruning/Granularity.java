package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.ir.Shape;

/**
 * What goes as one: a rectangle of a weight, seen as a matrix [all other axes, units]. The units
 * are the last axis but for the kernels of transposed convolutions, which have it before their
 * inputs. At the edges of a weight rectangles are smaller.
 *
 * @param rows height, at least 1
 * @param columns width, at least 1
 */
public record Granularity(int rows, int columns) {

  /** Single elements. */
  public static final Granularity WEIGHT = new Granularity(1, 1);

  /** Sixteen neighbouring outputs of one input: what fits a vector of 512 bits. */
  public static final Granularity BLOCK = new Granularity(1, 16);

  public Granularity {
    if (rows < 1 || columns < 1) {
      throw new ConfigurationException(
          "granularity", "blocks of at least 1x1", rows + "x" + columns);
    }
  }

  /**
   * Reads {@code weight}, {@code block} for 1x16, or the size of a block such as {@code 4x1}.
   *
   * @param where for messages
   */
  static Granularity of(String where, String text) {
    if (text.matches("[0-9]{1,6}x[0-9]{1,6}")) {
      String[] sizes = text.split("x");
      return new Granularity(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
    }
    return switch (text) {
      case "weight" -> WEIGHT;
      case "block" -> BLOCK;
      default ->
          throw new ConfigurationException(
              where, "weight, block or rows x columns such as 1x16", text);
    };
  }

  /** The form that {@link #of} reads. */
  @Override
  public String toString() {
    return equals(WEIGHT) ? "weight" : rows + "x" + columns;
  }

  /**
   * The blocks of a weight of a shape.
   *
   * @param unitAxis the axis with the units
   */
  Blocks blocks(Shape shape, int unitAxis) {
    int width = shape.dim(unitAxis).size();
    int stride = shape.slice(unitAxis + 1, shape.rank()).size();
    return new Blocks(shape.size() / width, width, rows, columns, stride);
  }
}
