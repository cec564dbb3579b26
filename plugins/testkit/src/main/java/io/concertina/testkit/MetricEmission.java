package io.concertina.testkit;

import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.metric.Metric;
import io.concertina.testkit.cases.Samples;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A metric emitted on a graph of its own, and what a host makes of its sums. */
final class MetricEmission {

  private static final String PREDICTION = "prediction";
  private static final String TARGET = "target";
  private static final String WEIGHTS = "weights";
  private static final double MISSING = 0.3;

  private final MeasureSubject<Metric> subject;
  private final Ops ops = new Ops();
  private final List<Value> sums;

  /**
   * Emits the metric.
   *
   * @param weighted whether elements have weights
   */
  MetricEmission(MeasureSubject<Metric> subject, boolean weighted) {
    this.subject = subject;
    Value prediction = ops.input(PREDICTION, subject.prediction().type());
    Value target = ops.input(TARGET, subject.target().type());
    Optional<Value> weights =
        weighted
            ? Optional.of(ops.input(WEIGHTS, TensorType.f32(target.shape())))
            : Optional.empty();
    this.sums = subject.measure().sums(new Comparison(ops, prediction, target, weights));
  }

  List<Value> sums() {
    return sums;
  }

  Function function() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < sums.size(); i++) {
      outputs.put("sum_" + i, sums.get(i));
    }
    return ops.function("metric", outputs);
  }

  /** The number of all batches together. */
  double value(List<Map<String, Tensor>> batches) {
    List<double[]> totals = new ArrayList<>();
    sums.forEach(sum -> totals.add(new double[sum.shape().size()]));
    for (Map<String, Tensor> batch : batches) {
      List<ReferenceTensor> results =
          List.copyOf(
              new ReferenceInterpreter().run(function(), Rows.exact(batch)).outputs().values());
      for (int i = 0; i < totals.size(); i++) {
        double[] total = totals.get(i);
        for (int j = 0; j < total.length; j++) {
          total[j] += results.get(i).doubleAt(j);
        }
      }
    }
    return subject.measure().value(totals);
  }

  /** Both sides of a comparison, and weights of 1. */
  Map<String, Tensor> arguments(int rows, long seed) {
    Samples samples = new Samples(seed);
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    arguments.put(PREDICTION, subject.prediction().draw(rows, samples));
    arguments.put(TARGET, subject.target().draw(rows, samples));
    arguments.put(WEIGHTS, Tensor.full(weightShape(rows), 1));
    return arguments;
  }

  private Shape weightShape(int rows) {
    return LayerEmission.bound(subject.target().type().shape(), rows);
  }

  /** The same rows, each with a weight. */
  Map<String, Tensor> weighted(Map<String, Tensor> rows, double[] weights) {
    Shape shape = weightShape(weights.length);
    float[] elements = new float[shape.size()];
    int width = elements.length / weights.length;
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) weights[i / width];
    }
    Map<String, Tensor> weighted = new LinkedHashMap<>(rows);
    weighted.put(WEIGHTS, Tensor.of(shape, elements));
    return weighted;
  }

  /** Arguments of which three in ten elements are missing. */
  Map<String, Tensor> withHoles(int rows, long seed) {
    Map<String, Tensor> arguments = new LinkedHashMap<>(arguments(rows, seed));
    float[] elements = new Samples(seed + 2).floats(weightShape(rows), 0, 1).toFloats();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = elements[i] < MISSING ? 0 : 1;
    }
    arguments.put(WEIGHTS, Tensor.of(weightShape(rows), elements));
    return arguments;
  }

  /** The same arguments with other numbers in the target where its weight is 0. */
  Map<String, Tensor> refilled(Map<String, Tensor> arguments, long seed) {
    Tensor weights = Objects.requireNonNull(arguments.get(WEIGHTS));
    Tensor target = Objects.requireNonNull(arguments.get(TARGET));
    Tensor other = subject.target().draw(weights.shape().dim(0).size(), new Samples(seed));
    Map<String, Tensor> refilled = new LinkedHashMap<>(arguments);
    refilled.put(TARGET, mixed(weights, target, other));
    return refilled;
  }

  private static Tensor mixed(Tensor weights, Tensor kept, Tensor other) {
    return switch (kept.dtype()) {
      case F32 -> {
        float[] elements = kept.toFloats();
        for (int i = 0; i < elements.length; i++) {
          elements[i] = weights.floatAt(i) == 0 ? other.floatAt(i) : elements[i];
        }
        yield Tensor.of(kept.shape(), elements);
      }
      case I32, BOOL -> {
        int[] elements = kept.toInts();
        for (int i = 0; i < elements.length; i++) {
          elements[i] = weights.floatAt(i) == 0 ? other.intAt(i) : elements[i];
        }
        yield Tensor.of(kept.shape(), elements);
      }
    };
  }
}
