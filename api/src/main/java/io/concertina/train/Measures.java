package io.concertina.train;

import io.concertina.data.RowSource;
import io.concertina.engine.Program;
import io.concertina.ir.Tensor;
import io.concertina.model.Feeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Terms and metrics over many batches: what a program returns for each is added up here, in double
 * precision.
 */
public final class Measures {

  /** Prefix of outputs that are terms, as means over their weight. */
  static final String TERM = "term/";

  /** Prefix of outputs that are weights of terms; a term without one weighs its rows. */
  static final String WEIGHT = "weight/";

  private static final String METRIC = "metric/";

  private final Objective objective;
  private final Map<String, Sum> terms = new LinkedHashMap<>();
  private final Map<String, List<double[]>> metrics = new LinkedHashMap<>();
  private final Sum loss = new Sum();

  private static final class Sum {
    private double value;
    private double weight;

    void add(double mean, double count) {
      value += mean * count;
      weight += count;
    }

    double mean() {
      return value / weight;
    }
  }

  /** Nothing has been added yet. */
  public Measures(Objective objective) {
    this.objective = objective;
  }

  /** Name of a part of a metric among the outputs. */
  static String metric(String name, int part) {
    return METRIC + name + "/" + part;
  }

  /**
   * Adds what a program of the training functions returned for a batch.
   *
   * @param rows of the batch
   */
  public void add(Map<String, Tensor> outputs, int rows) {
    outputs.forEach(
        (name, value) -> {
          if (name.equals(TrainingFunctions.LOSS)) {
            loss.add(value.floatAt(0), rows);
          } else if (name.startsWith(TERM)) {
            String term = name.substring(TERM.length());
            Tensor weight = outputs.get(WEIGHT + term);
            terms
                .computeIfAbsent(term, _ -> new Sum())
                .add(value.floatAt(0), weight == null ? rows : weight.floatAt(0));
          }
        });
    objective.metrics().keySet().forEach(name -> addMetric(name, outputs));
  }

  private void addMetric(String name, Map<String, Tensor> outputs) {
    List<double[]> sums = metrics.computeIfAbsent(name, _ -> new ArrayList<>());
    int part = 0;
    for (Tensor value = outputs.get(metric(name, part));
        value != null;
        value = outputs.get(metric(name, ++part))) {
      if (part == sums.size()) {
        sums.add(new double[value.size()]);
      }
      double[] sum = sums.get(part);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += value.floatAt(i);
      }
    }
  }

  /** The mean of the loss over the rows, as the batches gave it. */
  public double loss() {
    return loss.mean();
  }

  /** The terms by name, each before its coefficient. */
  public Map<String, Double> terms() {
    Map<String, Double> means = new LinkedHashMap<>();
    terms.forEach((name, sum) -> means.put(name, sum.mean()));
    return means;
  }

  /** The metrics by name. */
  public Map<String, Double> metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach((name, sums) -> values.put(name, objective.metrics().get(name).metric().value(sums)));
    return values;
  }

  /**
   * The sum of the terms, each times its coefficient after the last step.
   *
   * @param total steps of the run
   */
  public double loss(long total) {
    double sum = 0;
    for (Map.Entry<String, Double> term : terms().entrySet()) {
      sum += objective.coefficient(term.getKey()).last(total) * term.getValue();
    }
    return sum;
  }

  /**
   * Runs the function {@link TrainingFunctions#evaluate} over all rows of a source.
   *
   * @param batch rows per run
   */
  public static Measures of(Program evaluate, Objective objective, RowSource data, int batch) {
    Measures measures = new Measures(objective);
    data.forEachBatch(
        batch,
        rows ->
            measures.add(
                evaluate.run(Feeds.of(evaluate.function(), rows.tensors())), rows.rows()));
    return measures;
  }
}
