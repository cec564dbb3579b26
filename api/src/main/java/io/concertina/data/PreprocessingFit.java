package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fits a {@link Preprocessing} to training rows in one pass. All steps of a window share their
 * columns' statistics.
 *
 * @param scaling how values are brought to a common scale
 * @param range the range for {@link Scaling#RANGE}; empty takes the dataset's own
 * @param fill what replaces missing values
 * @param fillValue the number for {@link Fill#VALUE}
 */
public record PreprocessingFit(
    Scaling scaling, Optional<ValueRange> range, Fill fill, double fillValue) {

  /** How values are brought to a common scale. */
  public enum Scaling {
    /** {@link #RANGE} where the dataset implies one, otherwise {@link #NONE}. */
    AUTO,
    /** Not at all. */
    NONE,
    /** One given range for all elements becomes 0 … 1. */
    RANGE,
    /** Each element's smallest and largest training value become 0 and 1. */
    MINMAX,
    /** Each element gets training mean 0 and standard deviation 1 (divided by n). */
    STANDARD
  }

  /** What replaces a missing value. */
  public enum Fill {
    /** Nothing: it is an error. */
    REJECT,
    /** The element's training mean. */
    MEAN,
    /** A given number. */
    VALUE
  }

  /** {@link Scaling#AUTO} without missing values. */
  public static PreprocessingFit automatic() {
    return of(Scaling.AUTO);
  }

  /** A scaling without missing values. */
  public static PreprocessingFit of(Scaling scaling) {
    return new PreprocessingFit(scaling, Optional.empty(), Fill.REJECT, 0);
  }

  /** One range for all elements. */
  public static PreprocessingFit of(ValueRange range) {
    return new PreprocessingFit(Scaling.RANGE, Optional.of(range), Fill.REJECT, 0);
  }

  /** What the dataset's options must say of missing values. */
  public CellRules.Missing missing() {
    return fill == Fill.REJECT ? CellRules.Missing.REJECT : CellRules.Missing.KEEP;
  }

  /**
   * Fits to the rows of a dataset.
   *
   * @throws DataException if there are no rows, no range where one is asked for, or an element is
   *     missing in every row
   */
  public Preprocessing fit(Dataset data) {
    if (data.size() == 0) {
      throw new DataException(data.name(), "at least one row", "none");
    }
    if (data.schema().x().kind() == StreamSpec.Kind.I32) {
      return Preprocessing.none(data.sample());
    }
    Optional<ValueRange> bounds = range.isPresent() ? range : data.schema().x().elements().range();
    Fill used = padded(data) ? Fill.MEAN : fill;
    boolean ranged = scaling == Scaling.RANGE || (scaling == Scaling.AUTO && bounds.isPresent());
    boolean statistics =
        scaling == Scaling.MINMAX || scaling == Scaling.STANDARD || used != Fill.REJECT;
    Statistics seen = statistics ? Statistics.of(data) : Statistics.none(data.sample().size());
    Preprocessing scaled;
    if (ranged) {
      scaled =
          Preprocessing.range(
              data.sample(),
              bounds.orElseThrow(
                  () -> new DataException(data.name(), "a range for scaling", "none; give range")));
    } else if (scaling == Scaling.MINMAX) {
      scaled = of(data, seen.low(), reciprocal(difference(seen.high(), seen.low())));
    } else if (scaling == Scaling.STANDARD) {
      scaled = of(data, seen.mean(), reciprocal(seen.deviation()));
    } else {
      scaled = Preprocessing.none(data.sample());
    }
    return used == Fill.REJECT ? scaled : filled(scaled, seen, used);
  }

  /** Behind the end of a sequence there is nothing, even if no cell may be missing. */
  private boolean padded(Dataset data) {
    return fill == Fill.REJECT && data.schema().find(Schema.LENGTH).isPresent();
  }

  private Preprocessing filled(Preprocessing scaled, Statistics seen, Fill used) {
    float[] values = new float[scaled.sample().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (used == Fill.MEAN ? seen.mean()[i] : fillValue);
    }
    Tensor fills = Tensor.view(scaled.sample(), values);
    return new Preprocessing(fills, scaled.offset(), scaled.factor(), true);
  }

  private static Preprocessing of(Dataset data, double[] offset, double[] factor) {
    return new Preprocessing(
        Tensor.full(data.sample(), 0),
        Tensor.view(data.sample(), floats(offset)),
        Tensor.view(data.sample(), floats(factor)),
        false);
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private static double[] difference(double[] high, double[] low) {
    double[] result = high.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] -= low[i];
    }
    return result;
  }

  /** 1/x; an element that never varies is only shifted. */
  private static double[] reciprocal(double[] values) {
    return Arrays.stream(values).map(x -> x > 0 ? 1 / x : 1).toArray();
  }

  /** Per-element statistics of one pass, missing values left out (Welford's recurrence). */
  private record Statistics(double[] low, double[] high, double[] mean, double[] deviation) {

    static Statistics none(int width) {
      return new Statistics(
          new double[width], new double[width], new double[width], new double[width]);
    }

    static Statistics of(Dataset data) {
      Schema schema = data.schema();
      int x = schema.indexOf(Schema.X);
      int elements = schema.x().width();
      int width = schema.x().elements().perStep(elements);
      Statistics seen = none(width);
      Arrays.fill(seen.low, Double.POSITIVE_INFINITY);
      Arrays.fill(seen.high, Double.NEGATIVE_INFINITY);
      long[] counts = new long[width];
      Batch rows = Batch.exact(schema, Math.max(1, 65536 / elements));
      try (RowReader reader = data.exact()) {
        while (reader.fill(rows, rows.capacity()) > 0) {
          for (int i = 0; i < rows.rows() * elements; i++) {
            seen.add(i % width, rows.number(x, i), counts);
          }
          rows.clear();
        }
      }
      for (int i = 0; i < width; i++) {
        if (counts[i] == 0) {
          throw new DataException(
              data.name() + " " + element(schema.x(), i),
              "at least one number in the training rows",
              "none in " + data.size() + "; exclude it (data.exclude)");
        }
        seen.deviation[i] = Math.sqrt(seen.deviation[i] / counts[i]);
      }
      return seen.everyStep(elements);
    }

    /** Those of a step, once for every step of a window. */
    private Statistics everyStep(int elements) {
      return new Statistics(
          repeated(low, elements),
          repeated(high, elements),
          repeated(mean, elements),
          repeated(deviation, elements));
    }

    private static double[] repeated(double[] step, int elements) {
      double[] all = new double[elements];
      Arrays.setAll(all, i -> step[i % step.length]);
      return all;
    }

    private static String element(StreamSpec stream, int i) {
      return stream.columns().isEmpty() ? "element " + i : "column " + stream.columns().get(i);
    }

    private void add(int element, double value, long[] counts) {
      if (Double.isNaN(value)) {
        return;
      }
      counts[element]++;
      low[element] = Math.min(low[element], value);
      high[element] = Math.max(high[element], value);
      double delta = value - mean[element];
      mean[element] += delta / counts[element];
      deviation[element] += delta * (value - mean[element]);
    }
  }
}
