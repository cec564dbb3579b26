package io.concertina.cli.command;

import io.concertina.DataException;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Batch;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Tensor;
import io.concertina.metric.Ranking;
import io.concertina.plugin.sparsity.code.CodeUse;
import java.util.Arrays;
import java.util.Map;

/** The scores of all rows of a source, and the labels where it has some. */
final class ScoredRows {

  private final boolean labelled;
  private final CodeUse.Counter counter;
  private float[] scores = new float[OpenModel.ROWS];
  private boolean[] flags = new boolean[OpenModel.ROWS];
  private int rows;
  private int scored;
  private double errors;
  private double elements;

  private ScoredRows(boolean labelled, CodeUse.Counter counter) {
    this.labelled = labelled;
    this.counter = counter;
  }

  /**
   * Scores all rows.
   *
   * @param labelled whether the source's label tells rows apart
   * @param codes whether to count the units that codes make use of
   */
  static ScoredRows of(OpenModel open, RowSource source, boolean labelled, boolean codes) {
    CodeUse.Counter counter = new CodeUse.Counter(open.model().blueprint().code().size());
    ScoredRows all = new ScoredRows(labelled, counter);
    source.forEachBatch(OpenModel.ROWS, batch -> all.add(open, batch, codes));
    if (all.rows == 0) {
      throw new DataException(source.name(), "at least one row", "none");
    }
    return all;
  }

  private void add(OpenModel open, Batch batch, boolean codes) {
    Map<String, Tensor> streams = batch.tensors();
    Scores piece = open.autoencoder().score(streams);
    boolean[] labels = labelled ? labels(batch) : new boolean[batch.rows()];
    for (int row = 0; row < batch.rows(); row++) {
      rows++;
      if (!piece.isScored(row)) {
        continue;
      }
      if (scored == scores.length) {
        scores = Arrays.copyOf(scores, 2 * scored);
        flags = Arrays.copyOf(flags, 2 * scored);
      }
      scores[scored] = piece.value(row);
      flags[scored++] = labels[row];
      errors += (double) piece.value(row) * piece.observed().floatAt(row);
      elements += piece.observed().floatAt(row);
    }
    if (codes) {
      counter.add(open.autoencoder().encode(streams));
    }
  }

  /** True where a label is not 0. */
  static boolean[] labels(Batch batch) {
    StreamSpec label = batch.schema().stream(Schema.LABEL);
    int place = batch.schema().indexOf(Schema.LABEL);
    if (!label.elements().words().isEmpty() && !label.elements().words().getFirst().isEmpty()) {
      throw new DataException(
          "labels", "numbers, 0 in normal rows", "words " + label.elements().words().getFirst());
    }
    boolean[] labels = new boolean[batch.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] =
          label.kind() == StreamSpec.Kind.I32
              ? known(batch.ints(place)[row]) != 0
              : known(batch.floats(place)[row]) != 0;
    }
    return labels;
  }

  private static int known(int label) {
    if (label == StreamSpec.NO_LABEL) {
      throw new DataException("labels", "a label in every row", "an empty one");
    }
    return label;
  }

  private static float known(float label) {
    if (Float.isNaN(label)) {
      throw new DataException("labels", "a label in every row", "an empty one");
    }
    return label;
  }

  int rows() {
    return rows;
  }

  int unscored() {
    return rows - scored;
  }

  /** The mean of the scores of those rows that have one. */
  double meanScore() {
    double sum = 0;
    for (int i = 0; i < scored; i++) {
      sum += scores[i];
    }
    return sum / scored;
  }

  /** The mean error over all observed elements. */
  double meanError() {
    return unscored() == 0 && elements == (double) Math.round(elements / rows) * rows
        ? meanScore()
        : errors / elements;
  }

  /** How well the scores put labelled rows above the others. */
  Ranking ranking() {
    return Ranking.of(Arrays.copyOf(scores, scored), Arrays.copyOf(flags, scored));
  }

  /** What codes make use of. */
  CodeUse use() {
    return counter.use();
  }
}
