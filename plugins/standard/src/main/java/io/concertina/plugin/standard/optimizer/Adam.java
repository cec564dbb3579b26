package io.concertina.plugin.standard.optimizer;

import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import java.util.List;

/**
 * Adam: running means of the gradient (slot {@code m}) and of its square (slot {@code v}), both
 * corrected for starting at 0,
 *
 * <pre>
 * m' = β₁ m + (1 - β₁) g
 * v' = β₂ v + (1 - β₂) g²
 * α  = η √(1 - β₂ᵗ) / (1 - β₁ᵗ)
 * w' = w - α m' / (√v' + ε).
 * </pre>
 *
 * <p>Source: D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, in the
 * order of computation of the end of section 2; ε is that section's ε̂. 1 - βᵗ is computed as
 * -expm1(t ln β), which keeps all digits in the first steps, where βᵗ is close to 1.
 *
 * @param rate η, above 0
 * @param beta1 β₁, at least 0 and below 1
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {

  static final double RATE = 0.001;
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-7;

  static final Factory<Adam> FACTORY =
      Factory.of(
          "adam",
          Adam.class,
          settings ->
              new Adam(
                  settings.number("rate", RATE),
                  settings.number("beta1", BETA1),
                  settings.number("beta2", BETA2),
                  settings.number("epsilon", EPSILON)),
          (value, description) ->
              description
                  .put("rate", value.rate)
                  .put("beta1", value.beta1)
                  .put("beta2", value.beta2)
                  .put("epsilon", value.epsilon));

  public Adam {
    Limits.positive("adam.rate", rate);
    Limits.share("adam.beta1", beta1);
    Limits.share("adam.beta2", beta2);
    Limits.positive("adam.epsilon", epsilon);
  }

  /** With beta1 0.9, beta2 0.999 and epsilon 1e-7. */
  public Adam(double rate) {
    this(rate, BETA1, BETA2, EPSILON);
  }

  /** With another share of the gradient's running mean that stays. */
  public Adam beta1(double share) {
    return new Adam(rate, share, beta2, epsilon);
  }

  /** With another share of the squared gradient's running mean that stays. */
  public Adam beta2(double share) {
    return new Adam(rate, beta1, share, epsilon);
  }

  /** With another number that keeps the division finite. */
  public Adam epsilon(double number) {
    return new Adam(rate, beta1, beta2, number);
  }

  @Override
  public List<String> slots() {
    return List.of("m", "v");
  }

  @Override
  public Step step(Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
    Value m = mean(ops, beta1, slots.get(0), gradient);
    Value v = mean(ops, beta2, slots.get(1), Composites.square(ops, gradient));
    Value correction = ops.div(ops.sqrt(started(ops, beta2, t)), started(ops, beta1, t));
    Value alpha = ops.mul(rate, correction);
    Value move = ops.div(ops.mul(m, alpha), ops.add(ops.sqrt(v), epsilon));
    return new Step(ops.sub(weight, move), List.of(m, v));
  }

  private static Value mean(Ops ops, double beta, Value old, Value next) {
    return ops.add(ops.mul(old, beta), ops.mul(next, 1 - beta));
  }

  /** 1 - βᵗ, a scalar: how much of a running mean is not the 0 it started from. */
  private static Value started(Ops ops, double beta, Value t) {
    return ops.neg(ops.expm1(ops.mul(t, Math.log(beta))));
  }
}
