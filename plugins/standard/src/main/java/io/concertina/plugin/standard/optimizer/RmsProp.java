package io.concertina.plugin.standard.optimizer;

import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import java.util.List;

/**
 * RMSProp: every element moves at the rate divided by a running root mean square of its gradient,
 *
 * <pre>
 * s' = ρ s + (1 - ρ) g²
 * w' = w - η g / √(s' + ε)
 * </pre>
 *
 * with the slot {@code mean_square} s.
 *
 * <p>Source: T. Tieleman, G. Hinton, "Lecture 6.5 - rmsprop", Coursera: Neural Networks for Machine
 * Learning, 2012.
 *
 * @param rate η, above 0
 * @param rho ρ, share of the running mean that stays, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record RmsProp(double rate, double rho, double epsilon) implements Optimizer {

  static final double RATE = 0.001;
  private static final double RHO = 0.9;
  private static final double EPSILON = 1e-7;

  static final Factory<RmsProp> FACTORY =
      Factory.of(
          "rmsprop",
          RmsProp.class,
          settings ->
              new RmsProp(
                  settings.number("rate", RATE),
                  settings.number("rho", RHO),
                  settings.number("epsilon", EPSILON)),
          (value, description) ->
              description
                  .put("rate", value.rate)
                  .put("rho", value.rho)
                  .put("epsilon", value.epsilon));

  public RmsProp {
    Limits.positive("rmsprop.rate", rate);
    Limits.share("rmsprop.rho", rho);
    Limits.positive("rmsprop.epsilon", epsilon);
  }

  /** With rho 0.9 and epsilon 1e-7. */
  public RmsProp(double rate) {
    this(rate, RHO, EPSILON);
  }

  /** With another share of the running mean that stays. */
  public RmsProp rho(double share) {
    return new RmsProp(rate, share, epsilon);
  }

  /** With another number that keeps the division finite. */
  public RmsProp epsilon(double number) {
    return new RmsProp(rate, rho, number);
  }

  @Override
  public List<String> slots() {
    return List.of("mean_square");
  }

  @Override
  public Step step(Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
    Value square = ops.mul(Composites.square(ops, gradient), 1 - rho);
    Value mean = ops.add(ops.mul(slots.getFirst(), rho), square);
    Value direction = ops.mul(gradient, ops.rsqrt(ops.add(mean, epsilon)));
    return new Step(ops.sub(weight, ops.mul(direction, rate)), List.of(mean));
  }
}
