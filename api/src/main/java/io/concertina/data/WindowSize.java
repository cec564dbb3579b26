package io.concertina.data;

import io.concertina.DataException;
import java.util.Arrays;

/**
 * The size of windows that the autocorrelation of a series suggests: the lag k of its highest peak,
 *
 * <pre>r(k) = Σ (x[t] - m) (x[t + k] - m) / Σ (x[t] - m)²,</pre>
 *
 * averaged over the columns that vary, over at most the first 16,384 rows of the longest stretch. A
 * peak is higher than the lag before and not lower than the one behind; lags go from 4 to a third
 * of the rows, at most 1,000. Without a peak above 0 it is the first lag of r at most 1/e, the time
 * after which the series has forgotten itself.
 *
 * <p>Source: A. Ermshaus, P. Schäfer, U. Leser, "Window Size Selection in Unsupervised Time Series
 * Analytics: A Review and Benchmark", AALTD 2022, section 3 (autocorrelation).
 *
 * @param size steps of a window
 * @param correlation r of that lag
 * @param peak whether it is a peak
 */
public record WindowSize(int size, double correlation, boolean peak) {

  private static final int MOST_ROWS = 16_384;
  private static final int LEAST_LAG = 4;
  private static final int MOST_LAG = 1000;

  static WindowSize of(Series series) {
    StreamSpec numbers =
        series
            .numbers()
            .filter(stream -> stream.kind() == StreamSpec.Kind.F32)
            .orElseThrow(
                () ->
                    new DataException(
                        series.rows().name(),
                        "numbers whose autocorrelation tells a size",
                        "none; set data.windows.size"));
    int[] points = series.longest();
    int rows = Math.min(points.length, MOST_ROWS);
    int most = Math.min(rows / 3, MOST_LAG);
    if (most <= LEAST_LAG) {
      throw new DataException(
          series.rows().name(),
          "a stretch of at least " + 3 * (LEAST_LAG + 1) + " rows to choose a size from",
          points.length + "; set data.windows.size");
    }
    double[] mean = correlations(read(series, numbers, points, rows), rows, most);
    return choose(mean, most);
  }

  private static WindowSize choose(double[] r, int most) {
    int best = 0;
    for (int k = LEAST_LAG; k < most; k++) {
      boolean peak = r[k] > r[k - 1] && r[k] >= r[k + 1] && r[k] > 0;
      if (peak && (best == 0 || r[k] > r[best])) {
        best = k;
      }
    }
    if (best > 0) {
      return new WindowSize(best, r[best], true);
    }
    int lag = LEAST_LAG;
    while (lag < most && r[lag] > Math.exp(-1)) {
      lag++;
    }
    return new WindowSize(lag, r[lag], false);
  }

  /** Columns one after the other; what is missing takes the column's mean. */
  private static double[][] read(Series series, StreamSpec numbers, int[] points, int rows) {
    int width = numbers.width();
    Batch batch = new Batch(series.rows().schema(), rows);
    series.rows().gather(points, 0, rows, batch);
    int stream = series.rows().schema().indexOf(numbers.name());
    double[][] columns = new double[width][rows];
    for (int column = 0; column < width; column++) {
      for (int row = 0; row < rows; row++) {
        columns[column][row] = batch.number(stream, row * width + column);
      }
      double mean =
          Arrays.stream(columns[column]).filter(x -> !Double.isNaN(x)).average().orElse(0);
      for (int row = 0; row < rows; row++) {
        double value = columns[column][row] - mean;
        columns[column][row] = Double.isNaN(value) ? 0 : value;
      }
    }
    return columns;
  }

  private static double[] correlations(double[][] columns, int rows, int most) {
    double[] mean = new double[most + 1];
    int varying = 0;
    for (double[] x : columns) {
      double all = product(x, rows, 0);
      if (all > 0) {
        varying++;
        for (int k = 0; k <= most; k++) {
          mean[k] += product(x, rows, k) / all;
        }
      }
    }
    int counted = Math.max(varying, 1);
    Arrays.setAll(mean, k -> mean[k] / counted);
    return mean;
  }

  private static double product(double[] x, int rows, int lag) {
    double sum = 0;
    for (int t = 0; t + lag < rows; t++) {
      sum += x[t] * x[t + lag];
    }
    return sum;
  }

  /** What was chosen and why, for people. */
  @Override
  public String toString() {
    return size
        + (peak
            ? ", the highest peak of the autocorrelation, r = "
            : ", no peak of the" + " autocorrelation, which has fallen to r = ")
        + "%.2f".formatted(correlation);
  }
}
