package io.concertina.plugin.standard.optimizer;

import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import java.util.List;

/**
 * Adagrad: every element moves at the rate divided by the root of the sum of its squared gradients,
 *
 * <pre>
 * s' = s + g²
 * w' = w - η g / √(s' + ε)
 * </pre>
 *
 * with the slot {@code sum} s.
 *
 * <p>Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning and
 * Stochastic Optimization", JMLR 12 (2011), with diagonal matrices.
 *
 * @param rate η, above 0
 * @param initial s before the first step, at least 0
 * @param epsilon ε, above 0
 */
public record Adagrad(double rate, double initial, double epsilon) implements Optimizer {

  static final double RATE = 0.001;
  private static final double INITIAL = 0.1;
  private static final double EPSILON = 1e-7;

  static final Factory<Adagrad> FACTORY =
      Factory.of(
          "adagrad",
          Adagrad.class,
          settings ->
              new Adagrad(
                  settings.number("rate", RATE),
                  settings.number("initial", INITIAL),
                  settings.number("epsilon", EPSILON)),
          (value, description) ->
              description
                  .put("rate", value.rate)
                  .put("initial", value.initial)
                  .put("epsilon", value.epsilon));

  public Adagrad {
    Limits.positive("adagrad.rate", rate);
    Limits.notNegative("adagrad.initial", initial);
    Limits.positive("adagrad.epsilon", epsilon);
  }

  /** With sums that start at 0.1 and epsilon 1e-7. */
  public Adagrad(double rate) {
    this(rate, INITIAL, EPSILON);
  }

  /** With sums that start at another number. */
  public Adagrad initial(double sum) {
    return new Adagrad(rate, sum, epsilon);
  }

  /** With another number that keeps the division finite. */
  public Adagrad epsilon(double number) {
    return new Adagrad(rate, initial, number);
  }

  @Override
  public List<String> slots() {
    return List.of("sum");
  }

  @Override
  public double initial(String slot) {
    return initial;
  }

  @Override
  public Step step(Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
    Value sum = ops.add(slots.getFirst(), Composites.square(ops, gradient));
    Value direction = ops.mul(gradient, ops.rsqrt(ops.add(sum, epsilon)));
    return new Step(ops.sub(weight, ops.mul(direction, rate)), List.of(sum));
  }
}
