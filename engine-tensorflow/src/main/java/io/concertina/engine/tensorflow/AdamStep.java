package io.concertina.engine.tensorflow;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Node;
import io.concertina.ir.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The updates of one weight that are a step of Adam,
 *
 * <pre>
 * m' = β₁ m + γ₁ g
 * v' = β₂ v + γ₂ g²
 * w' = w - α m' / (√v' + ε),
 * </pre>
 *
 * however the function came by them.
 *
 * <p>TensorFlow has a kernel for it that reads and writes each number once, but with δ = 1 - β in
 * the place of γ, and in single precision δ₂ is off by 1.3e-5 for β₂ = 0.999. What the function
 * says is met to the last digits by two corrections. A gradient G = s g with s = √(γ₂ / δ₂) makes
 * v' right, for δ₂ G² = γ₂ g². And m is moved by κ G beforehand with κ = (γ₁ - δ₁ s) / (β₁ s), so
 * that β₁ (m + κ G) + δ₁ G = β₁ m + γ₁ g.
 *
 * @param weight name of w
 * @param mean m
 * @param square v
 * @param gradient g
 * @param rate α, a scalar
 * @param epsilon ε
 */
record AdamStep(
    String weight,
    RunningMean mean,
    RunningMean square,
    Value gradient,
    Value rate,
    float epsilon) {

  /**
   * The step that gives a weight its next value, if it is one.
   *
   * @param weight its name
   * @param updates next value by resident name
   */
  static Optional<AdamStep> match(String weight, Map<String, Value> updates) {
    Value next = updates.get(weight);
    if (next == null
        || !(next.op() instanceof Elementwise.Sub)
        || !Expressions.resident(next.node().operand(0)).equals(Optional.of(weight))
        || !(next.node().operand(1).op() instanceof Elementwise.Div)) {
      return Optional.empty();
    }
    Node move = next.node().operand(1).node();
    return moved(weight, move.operand(0), move.operand(1), updates);
  }

  private static Optional<AdamStep> moved(
      String weight, Value numerator, Value denominator, Map<String, Value> updates) {
    if (!(numerator.op() instanceof Elementwise.Mul)
        || !(denominator.op() instanceof Elementwise.Add)
        || !(denominator.node().operand(0).op() instanceof Elementwise.Sqrt)) {
      return Optional.empty();
    }
    Optional<RunningMean> mean = stored(numerator.node().operand(0), updates);
    Optional<Value> rate = Expressions.scalar(numerator.node().operand(1));
    Optional<RunningMean> square = stored(denominator.node().operand(0).node().operand(0), updates);
    Optional<Float> epsilon = Expressions.number(denominator.node().operand(1));
    if (mean.isEmpty() || rate.isEmpty() || square.isEmpty() || epsilon.isEmpty()) {
      return Optional.empty();
    }
    Value gradient = mean.get().added();
    boolean adam =
        Expressions.isSquareOf(square.get().added(), gradient) && square.get().complement() > 0;
    return adam
        ? Optional.of(
            new AdamStep(weight, mean.get(), square.get(), gradient, rate.get(), epsilon.get()))
        : Optional.empty();
  }

  /** A running mean that is also its resident's update. */
  private static Optional<RunningMean> stored(Value next, Map<String, Value> updates) {
    return RunningMean.match(next).filter(mean -> updates.get(mean.resident()) == next);
  }

  /** The residents that the step changes. */
  List<String> residents() {
    return List.of(weight, mean.resident(), square.resident());
  }

  /** s, by which the gradient is multiplied. */
  float scale() {
    return (float) Math.sqrt((double) square.gain() / square.complement());
  }

  /** κ, by which the scaled gradient is added to m beforehand. */
  float shift() {
    double s = scale();
    return (float) ((mean.gain() - mean.complement() * s) / (mean.kept() * s));
  }
}
