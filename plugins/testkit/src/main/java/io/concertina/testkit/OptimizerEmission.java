package io.concertina.testkit;

import io.concertina.ir.Composites;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.optimizer.Optimizer;
import io.concertina.testkit.cases.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps of an optimiser on a quadratic with its minimum at c,
 *
 * <pre>f(w) = scale · ½ Σ a (w - c)²,</pre>
 *
 * over weights of several shapes, with curvatures a from 0.5 to 2. A scale of 0 gives gradients
 * that are 0.
 */
final class OptimizerEmission {

  static final String RATE = "rate";
  static final String T = "t";
  static final String SCALE = "scale";
  static final String LOSS = "loss";

  private static final TensorType SCALAR = TensorType.f32(Shape.scalar());
  private static final Map<String, Shape> WEIGHTS = weights();

  private final Optimizer optimizer;
  private final Ops ops = new Ops();
  private final Map<String, Value> updates = new LinkedHashMap<>();
  private final Function step;

  OptimizerEmission(Optimizer optimizer) {
    this.optimizer = optimizer;
    Value rate = ops.input(RATE, SCALAR);
    Value t = ops.input(T, SCALAR);
    Value scale = ops.input(SCALE, SCALAR);
    Map<String, Value> weights = new LinkedHashMap<>();
    WEIGHTS.forEach((name, shape) -> weights.put(name, ops.resident(name, TensorType.f32(shape))));
    Value loss = ops.constant(0);
    for (Map.Entry<String, Value> weight : weights.entrySet()) {
      loss = ops.add(loss, quadratic(weight.getKey(), weight.getValue()));
    }
    Value scaled = ops.mul(scale, loss);
    List<Value> gradients = Gradients.of(ops, scaled, List.copyOf(weights.values()));
    int i = 0;
    for (Map.Entry<String, Value> weight : weights.entrySet()) {
      update(weight.getKey(), weight.getValue(), gradients.get(i++), rate, t);
    }
    this.step = ops.function("step", Map.of(LOSS, loss), updates);
  }

  private static Map<String, Shape> weights() {
    Map<String, Shape> weights = new LinkedHashMap<>();
    weights.put("kernel", Shape.of(9, 7));
    weights.put("bias", Shape.of(7));
    weights.put("filters", Shape.of(2, 3, 1, 5));
    weights.put("factor", Shape.scalar());
    return Collections.unmodifiableMap(weights);
  }

  private Value quadratic(String name, Value weight) {
    Value a = ops.input("a of " + name, weight.type());
    Value c = ops.input("c of " + name, weight.type());
    Value squares = Composites.square(ops, ops.sub(weight, c));
    return ops.mul(ops.sumAll(ops.mul(a, squares)), 0.5);
  }

  private void update(String name, Value weight, Value gradient, Value rate, Value t) {
    List<Value> slots = new ArrayList<>();
    for (String slot : optimizer.slots()) {
      slots.add(ops.resident(slot(slot, name), weight.type()));
    }
    Optimizer.Step next = optimizer.step(ops, weight, gradient, slots, rate, t);
    updates.put(name, next.weight());
    for (int i = 0; i < Math.min(slots.size(), next.slots().size()); i++) {
      updates.put(slot(optimizer.slots().get(i), name), next.slots().get(i));
    }
    if (next.slots().size() != slots.size()) {
      throw new AssertionError(
          "a step gives %d slots, but the optimiser names %s"
              .formatted(next.slots().size(), optimizer.slots()));
    }
  }

  private static String slot(String slot, String weight) {
    return weight + "." + slot;
  }

  /** One step: the loss before it; updates of weights and slots. */
  Function step() {
    return step;
  }

  /** The names of the weights. */
  static Iterable<String> names() {
    return WEIGHTS.keySet();
  }

  /**
   * Values of all parameters before the first step.
   *
   * @param scale factor of the gradients
   * @param rate learning rate
   */
  Map<String, Tensor> start(double scale, double rate) {
    Samples samples = new Samples(1);
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    arguments.put(SCALE, Tensor.scalar((float) scale));
    arguments.put(RATE, Tensor.scalar((float) rate));
    arguments.put(T, Tensor.scalar(1f));
    WEIGHTS.forEach(
        (name, shape) -> {
          arguments.put(name, samples.floats(shape, -1, 1));
          arguments.put("a of " + name, samples.floats(shape, 0.5, 2));
          arguments.put("c of " + name, samples.floats(shape, -1, 1));
          for (String slot : optimizer.slots()) {
            float fill = (float) optimizer.initial(slot);
            arguments.put(slot(slot, name), Tensor.full(shape, fill));
          }
        });
    return arguments;
  }
}
