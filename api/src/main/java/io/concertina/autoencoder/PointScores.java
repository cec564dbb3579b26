package io.concertina.autoencoder;

import io.concertina.data.WindowedDataset;
import io.concertina.model.ModelSpec;

/**
 * Scores of the rows of a series from those of its windows: a row's score is the mean of the scores
 * of the windows that cover it, and its error in a column the mean of the errors that they have at
 * its place.
 *
 * <p>A row that no window with a score covers has none.
 */
public final class PointScores {

  private final int columns;
  private final double[] scores;
  private final double[] errors;
  private final int[] windows;
  private double sum;
  private double observed;
  private long counted;

  private PointScores(int rows, int columns) {
    this.columns = columns;
    this.scores = new double[rows];
    this.errors = new double[Math.multiplyExact(rows, columns)];
    this.windows = new int[rows];
  }

  /**
   * Scores the rows of a series.
   *
   * @param autoencoder takes its windows
   * @param covering the windows, best those that cover all rows
   * @param batch windows to compute at once, at least 1
   */
  public static PointScores of(Autoencoder autoencoder, WindowedDataset covering, int batch) {
    int size = covering.windows().size();
    ModelSpec spec = autoencoder.model().spec();
    int width = spec.target().orElseGet(() -> spec.streams().x()).width();
    PointScores points = new PointScores((int) covering.series().rows().size(), width / size);
    int[] first = {0};
    covering.forEachBatch(
        batch,
        rows -> {
          points.add(covering, first[0], autoencoder.score(rows.tensors()));
          first[0] += rows.rows();
        });
    return points;
  }

  private void add(WindowedDataset covering, int first, Scores piece) {
    int n = piece.samples().size();
    int width = piece.features().size() / n;
    int size = covering.windows().size();
    for (int window = 0; window < n; window++) {
      if (!piece.isScored(window)) {
        continue;
      }
      float score = piece.value(window);
      counted++;
      sum += (double) piece.error(window) * piece.observed().floatAt(window);
      observed += piece.observed().floatAt(window);
      for (int step = 0; step < size; step++) {
        int row = covering.row(first + window, step);
        scores[row] += score;
        windows[row]++;
        for (int column = 0; column < columns; column++) {
          errors[row * columns + column] +=
              piece.features().floatAt(window * width + step * columns + column);
        }
      }
    }
  }

  /** How many rows the series has, in the order of their source. */
  public int rows() {
    return windows.length;
  }

  /** How many windows had a score. */
  public long windows() {
    return counted;
  }

  /** Elements of a row. */
  public int columns() {
    return columns;
  }

  /** True if a row has a score. */
  public boolean isScored(int row) {
    return windows[row] > 0;
  }

  /** How many rows have no score. */
  public int unscored() {
    int count = 0;
    for (int covered : windows) {
      count += covered > 0 ? 0 : 1;
    }
    return count;
  }

  /** The score of a row; NaN if it has none. */
  public float value(int row) {
    return (float) (scores[row] / windows[row]);
  }

  /** The error of an element of a row; NaN if the row has no score. */
  public float error(int row, int column) {
    return (float) (errors[row * columns + column] / windows[row]);
  }

  /** The mean error over all observed elements of all windows that have a score. */
  public double meanError() {
    return sum / observed;
  }
}
