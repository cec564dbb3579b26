package io.concertina.workflow;

import io.concertina.DataException;
import io.concertina.autoencoder.PointScores;
import io.concertina.data.Dataset;
import io.concertina.data.Datasets;
import io.concertina.data.Schema;
import io.concertina.data.WindowedDataset;
import io.concertina.metric.Ranking;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The scores of the rows of a series, and the labels where it has some.
 *
 * @param points score of each row
 * @param flags whether a row's label is not 0; empty without labels
 */
record ScoredPoints(PointScores points, boolean[] flags) {

  /**
   * Scores all rows.
   *
   * @param labels the same rows with labels, if they tell them apart
   */
  static ScoredPoints of(OpenModel open, WindowedDataset covering, Optional<Dataset> labels) {
    PointScores points = open.score(covering);
    return new ScoredPoints(
        points, labels.map(rows -> flags(rows, points.rows())).orElseGet(() -> new boolean[0]));
  }

  private static boolean[] flags(Dataset labels, int rows) {
    if (labels.size() != rows) {
      throw new DataException(labels.name(), rows + " rows as in the series", labels.size());
    }
    boolean[] flags = new boolean[rows];
    int[] next = {0};
    Datasets.only(labels, Set.of(Schema.LABEL))
        .forEachBatch(
            OpenModel.ROWS,
            batch -> {
              boolean[] piece = ScoredRows.labels(batch);
              System.arraycopy(piece, 0, flags, next[0], batch.rows());
              next[0] += batch.rows();
            });
    return flags;
  }

  int rows() {
    return points.rows();
  }

  int unscored() {
    return points.unscored();
  }

  /** The mean error over all observed elements of all windows. */
  double meanError() {
    return points.meanError();
  }

  /** The mean of the scores of those rows that have one. */
  double meanScore() {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      sum += points.isScored(row) ? points.value(row) : 0;
    }
    return sum / (rows() - unscored());
  }

  /** How well the scores put labelled rows above the others. */
  Ranking ranking() {
    float[] scores = new float[rows()];
    boolean[] anomalous = new boolean[rows()];
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      if (points.isScored(row)) {
        scores[count] = points.value(row);
        anomalous[count++] = flags[row];
      }
    }
    return Ranking.of(Arrays.copyOf(scores, count), Arrays.copyOf(anomalous, count));
  }
}
