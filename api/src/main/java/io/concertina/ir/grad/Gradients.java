package io.concertina.ir.grad;

import io.concertina.ShapeException;
import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Ops;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Derivatives of a scalar, derived on the graph and emitted onto the same graph.
 *
 * <p>The walk goes back from y once (reverse mode): with the gradient g = dy/dz of a node's result
 * z known, the rule of its operation adds g · ∂z/∂x to the gradient of each operand x. Only nodes
 * on a path from one of the wanted values to y get gradients. The emitted nodes carry the scope of
 * the node they come from.
 */
public final class Gradients {

  private final Ops ops;
  private final Tape tape;
  private final Map<Value, Value> gradients = new HashMap<>();

  private Gradients(Ops ops, Tape tape) {
    this.ops = ops;
    this.tape = tape;
  }

  /**
   * The gradient of a scalar.
   *
   * @param ops the graph that y was built on; receives the gradient's nodes
   * @param y what to differentiate, an f32 scalar
   * @param wrt with respect to what, f32 values of the same graph; need not be parameters
   * @return dy/dw for each w of {@code wrt}, of the type of w; zeros if y does not depend on it
   * @throws ShapeException if y is no f32 scalar, an element of {@code wrt} is not f32, or one of
   *     them is of another graph
   */
  public static List<Value> of(Ops ops, Value y, List<Value> wrt) {
    requireOwn(ops, y);
    wrt.forEach(value -> requireOwn(ops, value));
    requireFloat(y, "an f32 scalar to differentiate", y.shape().rank() == 0);
    wrt.forEach(value -> requireFloat(value, "f32 values to differentiate by", true));
    Gradients gradients = new Gradients(ops, Tape.record(ops, y, wrt));
    gradients.walk(y);
    return wrt.stream().map(gradients::result).toList();
  }

  private static void requireOwn(Ops ops, Value value) {
    if (!ops.owns(value)) {
      throw new ShapeException(where(value), "values of the given graph", value + " of another");
    }
  }

  private static void requireFloat(Value value, String expected, boolean fits) {
    if (!fits || value.dtype() != DType.F32) {
      throw new ShapeException(where(value), expected, value.type());
    }
  }

  private static String where(Value value) {
    String scope = value.node().scope();
    return scope.isEmpty() ? "gradient" : scope + "/gradient";
  }

  private void walk(Value y) {
    if (!tape.active(y)) {
      return;
    }
    gradients.put(y, ops.within(y.node().scope(), () -> ops.constant(1)));
    for (Tape.Step step : tape.steps().reversed()) {
      ops.within(step.node().scope(), () -> step(step));
    }
  }

  private boolean step(Tape.Step step) {
    List<Value> results = step.node().results();
    for (int i = 0; i < step.expansion().size(); i++) {
      Value gradient = gradients.get(results.get(i));
      if (gradient != null) {
        add(step.expansion().get(i), gradient);
      }
    }
    Value gradient = gradients.get(results.getFirst());
    if (gradient != null && step.expansion().isEmpty()) {
      rule(new Backward(ops, step.node(), gradient, tape::active, this::add));
    }
    return true;
  }

  private static void rule(Backward backward) {
    switch (backward.node().op()) {
      case Source _ -> {}
      case Elementwise op -> ElementwiseGradients.of(op, backward);
      case Reduction op -> ReductionGradients.of(op, backward);
      case Layout op -> LayoutGradients.of(op, backward);
      case Contraction op -> ContractionGradients.of(op, backward);
      case Windowed op -> WindowedGradients.of(op, backward);
      case Composite op -> backward.give(0, () -> rule(op).apply(backward));
    }
  }

  private static Function<Backward, Value> rule(Composite op) {
    return CompositeGradients.rule(op)
        .orElseThrow(() -> new IllegalStateException(op.name() + " should have been expanded"));
  }

  private void add(Value value, Value contribution) {
    if (tape.active(value)) {
      gradients.merge(value, contribution, ops::add);
    }
  }

  private Value result(Value value) {
    Value gradient = gradients.get(value);
    return gradient != null
        ? gradient
        : ops.within(value.node().scope(), () -> ops.constantLike(value, 0));
  }
}
