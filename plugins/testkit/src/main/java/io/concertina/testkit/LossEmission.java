package io.concertina.testkit;

import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.loss.Loss;
import io.concertina.testkit.cases.Samples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A loss emitted on a graph of its own, and arguments for it. */
final class LossEmission {

  static final String PREDICTION = "prediction";
  static final String TARGET = "target";
  static final String ELEMENTS = "elements";
  static final String SUM = "sum";
  static final String GRADIENT = "gradient";

  private static final String COTANGENT = "cotangent";

  private final MeasureSubject<? extends Loss> subject;
  private final Ops ops = new Ops();
  private final Value prediction;
  private final Value elements;

  LossEmission(MeasureSubject<? extends Loss> subject) {
    this.subject = subject;
    this.prediction = ops.input(PREDICTION, subject.prediction().type());
    Value target = ops.input(TARGET, subject.target().type());
    this.elements = subject.measure().apply(ops, prediction, target);
  }

  Value elements() {
    return elements;
  }

  /** The elements. */
  Function forward() {
    return ops.function("loss", Map.of(ELEMENTS, elements));
  }

  /** The elements, Σ elements · c for a given c, and its gradient by the prediction. */
  Function gradients() {
    Value cotangent = ops.input(COTANGENT, elements.type());
    Value sum = ops.sumAll(ops.mul(elements, cotangent));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(ELEMENTS, elements);
    outputs.put(SUM, sum);
    outputs.put(GRADIENT, Gradients.of(ops, sum, List.of(prediction)).getFirst());
    return ops.function("loss", outputs);
  }

  /** A value for every parameter of either function. */
  Map<String, Tensor> arguments(int rows, long seed) {
    Samples samples = new Samples(seed);
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    arguments.put(PREDICTION, subject.prediction().draw(rows, samples));
    arguments.put(TARGET, subject.target().draw(rows, samples));
    TensorType type = elements.type();
    arguments.put(COTANGENT, samples.floats(LayerEmission.bound(type.shape(), rows), -1, 1));
    return arguments;
  }
}
