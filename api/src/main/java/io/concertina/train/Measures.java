package io.concertina.train;

import io.concertina.data.RowSource;
import io.concertina.engine.Program;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.metric.Metric;
import io.concertina.model.Coefficients;
import io.concertina.model.Feeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Terms and metrics over many batches: what a function returns for each is added up here, in double
 * precision.
 */
public final class Measures {

  /**
   * Prefix of outputs that are terms, as means over their weight. A step that has but the
   * reconstruction with coefficient 1 gives none: its loss is the term.
   */
  static final String TERM = "term/";

  /** Prefix of outputs that are weights of terms; a term without one weighs its rows. */
  static final String WEIGHT = "weight/";

  private static final String METRIC = "metric/";

  private final List<Term> terms = new ArrayList<>();
  private final List<Watched> metrics = new ArrayList<>();

  /**
   * Nothing has been added yet.
   *
   * @param function returns the terms and the metrics' sums, one of {@link TrainingFunctions}
   * @param total steps of the run: where a step does not say otherwise, a coefficient is what it is
   *     after the last one
   */
  public Measures(Function function, Objective objective, long total) {
    Map<String, ?> outputs = function.outputs();
    for (String output : outputs.keySet()) {
      if (output.startsWith(TERM)) {
        String name = output.substring(TERM.length());
        Optional<String> weight = Optional.of(WEIGHT + name).filter(outputs::containsKey);
        terms.add(new Term(name, output, weight, objective.coefficient(name).last(total)));
      }
    }
    if (terms.isEmpty() && outputs.containsKey(TrainingFunctions.LOSS)) {
      String only = Objective.RECONSTRUCTION;
      terms.add(new Term(only, TrainingFunctions.LOSS, Optional.empty(), 1));
    }
    objective
        .metrics()
        .forEach((name, watch) -> metrics.add(new Watched(name, watch.metric(), outputs)));
  }

  /** Name of a part of a metric among the outputs. */
  static String metric(String name, int part) {
    return METRIC + name + "/" + part;
  }

  /** The mean of a term, alone and times the coefficients that it had. */
  private static final class Term {
    private final String name;
    private final String output;
    private final Optional<String> weight;
    private final String coefficient;
    private final double last;
    private double sum;
    private double counted;
    private double weights;

    Term(String name, String output, Optional<String> weight, double last) {
      this.name = name;
      this.output = output;
      this.weight = weight;
      this.coefficient = Coefficients.input(name);
      this.last = last;
    }

    void add(Map<String, Tensor> outputs, int rows, Map<String, Tensor> coefficients) {
      double w = weight.isPresent() ? value(outputs, weight.get()).floatAt(0) : rows;
      if (w == 0) {
        return;
      }
      double weighted = value(outputs, output).floatAt(0) * w;
      Tensor driven = coefficients.get(coefficient);
      sum += weighted;
      counted += (driven == null ? last : driven.floatAt(0)) * weighted;
      weights += w;
    }

    double mean(double total) {
      return weights == 0 ? 0 : total / weights;
    }
  }

  private static Tensor value(Map<String, Tensor> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  /** The sums of a metric. */
  private static final class Watched {
    private final String name;
    private final Metric metric;
    private final List<String> outputs = new ArrayList<>();
    private final List<double[]> sums = new ArrayList<>();

    Watched(String name, Metric metric, Map<String, ?> known) {
      this.name = name;
      this.metric = metric;
      for (int part = 0; known.containsKey(metric(name, part)); part++) {
        outputs.add(metric(name, part));
      }
    }

    void add(Map<String, Tensor> values) {
      for (int part = 0; part < outputs.size(); part++) {
        Tensor value = value(values, outputs.get(part));
        if (part == sums.size()) {
          sums.add(new double[value.size()]);
        }
        double[] sum = sums.get(part);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += value.floatAt(i);
        }
      }
    }
  }

  /**
   * Adds what the function returned for a batch.
   *
   * @param rows of the batch
   * @param inputs of the function, among them the coefficients that a schedule drives
   */
  public void add(Map<String, Tensor> outputs, int rows, Map<String, Tensor> inputs) {
    for (Term term : terms) {
      term.add(outputs, rows, inputs);
    }
    for (Watched metric : metrics) {
      metric.add(outputs);
    }
  }

  /**
   * The sum of the terms, each times its coefficient. Where a schedule drives a coefficient, that
   * of each step counts.
   */
  public double loss() {
    double sum = 0;
    for (Term term : terms) {
      sum += term.mean(term.counted);
    }
    return sum;
  }

  /** The terms by name, each before its coefficient; one that no row has is 0. */
  public Map<String, Double> terms() {
    Map<String, Double> means = new LinkedHashMap<>();
    terms.forEach(term -> means.put(term.name, term.mean(term.sum)));
    return means;
  }

  /** The metrics by name; one of no rows is NaN. */
  public Map<String, Double> metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Watched watched : metrics) {
      values.put(
          watched.name, watched.sums.isEmpty() ? Double.NaN : watched.metric.value(watched.sums));
    }
    return values;
  }

  /**
   * Runs the function {@link TrainingFunctions#evaluate} over all rows of a source.
   *
   * @param total steps of the run, as of the function
   * @param batch rows per run
   */
  public static Measures of(
      Program evaluate, Objective objective, long total, RowSource data, int batch) {
    Measures measures = new Measures(evaluate.function(), objective, total);
    Feeds feeds = Feeds.to(evaluate.function());
    data.forEachBatch(
        batch, rows -> measures.add(evaluate.run(feeds.of(rows.tensors())), rows.rows(), Map.of()));
    return measures;
  }
}
