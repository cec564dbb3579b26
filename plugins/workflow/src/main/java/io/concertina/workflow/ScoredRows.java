package io.concertina.workflow;

import io.concertina.DataException;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Batch;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Tensor;
import io.concertina.metric.CodeStatistic;
import io.concertina.metric.Ranking;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scores of all rows of a source, and the labels where it has some. */
final class ScoredRows {

  private final boolean labelled;
  private final List<CodeStatistic.Counter> counters;
  private float[] scores = new float[OpenModel.ROWS];
  private boolean[] flags = new boolean[OpenModel.ROWS];
  private int rows;
  private int scored;
  private boolean own;
  private double errors;
  private double elements;

  private ScoredRows(boolean labelled, List<CodeStatistic.Counter> counters) {
    this.labelled = labelled;
    this.counters = counters;
  }

  /**
   * Scores all rows.
   *
   * @param labelled whether the source's label tells rows apart
   * @param codes what is to be counted in codes
   */
  static ScoredRows of(
      OpenModel open, RowSource source, boolean labelled, Collection<CodeStatistic> codes) {
    int units = open.model().blueprint().code().size();
    ScoredRows all =
        new ScoredRows(labelled, codes.stream().map(each -> each.counter(units)).toList());
    source.forEachBatch(OpenModel.ROWS, batch -> all.add(open, batch));
    if (all.rows == 0) {
      throw new DataException(source.name(), "at least one row", "none");
    }
    return all;
  }

  /** What is to be counted in the codes of rows, by name. */
  static Map<String, Number> codes(
      OpenModel open, RowSource source, Collection<CodeStatistic> codes) {
    return codes.isEmpty() ? Map.of() : of(open, source, false, codes).codes();
  }

  private void add(OpenModel open, Batch batch) {
    Map<String, Tensor> streams = batch.tensors();
    Scores piece = open.score(streams);
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
      own |= piece.own();
      errors += (double) piece.error(row) * piece.observed().floatAt(row);
      elements += piece.observed().floatAt(row);
    }
    if (!counters.isEmpty()) {
      Tensor codes = open.autoencoder().encode(streams);
      counters.forEach(counter -> counter.add(codes));
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
    return !own && unscored() == 0 && elements == (double) Math.round(elements / rows) * rows
        ? meanScore()
        : errors / elements;
  }

  /** How well the scores put labelled rows above the others. */
  Ranking ranking() {
    return Ranking.of(Arrays.copyOf(scores, scored), Arrays.copyOf(flags, scored));
  }

  /** What was counted in codes, by name. */
  Map<String, Number> codes() {
    Map<String, Number> values = new LinkedHashMap<>();
    counters.forEach(counter -> values.putAll(counter.values()));
    return values;
  }
}
