package io.concertina.train;

import io.concertina.model.ModelFunctions;
import io.concertina.data.Dataset;
import io.concertina.engine.Program;
import io.concertina.ir.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Means over rows of values that come as means over batches: each batch weighs as many as its rows.
 */
public final class Evaluation {

  private final Map<String, Double> sums = new LinkedHashMap<>();
  private long rows;

  /** Adds what a program returned for a batch: scalars that are means over its rows. */
  public void add(Map<String, Tensor> means, int count) {
    means.forEach(
        (name, value) -> sums.merge(name, (double) value.floatAt(0) * count, Double::sum));
    rows += count;
  }

  /** The means so far, by name. */
  public Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum / rows));
    return means;
  }

  /**
   * Runs a program of raw samples over all rows of a dataset.
   *
   * @param program has the input {@link ModelFunctions#X} and returns means over the batch
   * @param data rows
   * @param batch rows per run
   */
  public static Evaluation of(Program program, Dataset data, int batch) {
    Evaluation evaluation = new Evaluation();
    data.forEachBatch(
        batch,
        rows ->
            evaluation.add(
                program.run(Map.of(ModelFunctions.X, rows.tensor(ModelFunctions.X))), rows.rows()));
    return evaluation;
  }
}
