package io.concertina.plugin.standard.optimizer;

import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import java.util.List;

/**
 * {@link Adam} with decoupled weight decay: from Adam's w' it takes another η λ w.
 *
 * <p>Weights of fewer than two axes (biases, scales) do not decay.
 *
 * <p>Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019,
 * algorithm 2; η is both its α and its schedule.
 *
 * @param rate η, above 0
 * @param beta1 share of the gradient's running mean that stays, at least 0 and below 1
 * @param beta2 share of the squared gradient's running mean that stays, at least 0 and below 1
 * @param epsilon keeps the division finite, above 0
 * @param weightDecay λ, at least 0
 */
public record AdamW(double rate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {

  private static final double WEIGHT_DECAY = 0.004;

  static final Factory<AdamW> FACTORY =
      Factory.of(
          "adamw",
          AdamW.class,
          settings ->
              new AdamW(
                  settings.number("rate", Adam.RATE),
                  settings.number("beta1", Adam.BETA1),
                  settings.number("beta2", Adam.BETA2),
                  settings.number("epsilon", Adam.EPSILON),
                  settings.number("weight_decay", WEIGHT_DECAY)),
          (value, description) ->
              description
                  .put("rate", value.rate)
                  .put("beta1", value.beta1)
                  .put("beta2", value.beta2)
                  .put("epsilon", value.epsilon)
                  .put("weight_decay", value.weightDecay));

  public AdamW {
    Limits.positive("adamw.rate", rate);
    Limits.share("adamw.beta1", beta1);
    Limits.share("adamw.beta2", beta2);
    Limits.positive("adamw.epsilon", epsilon);
    Limits.notNegative("adamw.weight_decay", weightDecay);
  }

  /** With weight decay 0.004 and otherwise as {@link Adam}. */
  public AdamW(double rate) {
    this(new Adam(rate), WEIGHT_DECAY);
  }

  private AdamW(Adam adam, double weightDecay) {
    this(adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon(), weightDecay);
  }

  /** With another share of the gradient's running mean that stays. */
  public AdamW beta1(double share) {
    return new AdamW(adam().beta1(share), weightDecay);
  }

  /** With another share of the squared gradient's running mean that stays. */
  public AdamW beta2(double share) {
    return new AdamW(adam().beta2(share), weightDecay);
  }

  /** With another number that keeps the division finite. */
  public AdamW epsilon(double number) {
    return new AdamW(adam().epsilon(number), weightDecay);
  }

  /** With another weight decay. */
  public AdamW weightDecay(double share) {
    return new AdamW(adam(), share);
  }

  private Adam adam() {
    return new Adam(rate, beta1, beta2, epsilon);
  }

  @Override
  public List<String> slots() {
    return adam().slots();
  }

  @Override
  public Step step(Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
    Step step = adam().step(ops, weight, gradient, slots, rate, t);
    if (weight.shape().rank() < 2) {
      return step;
    }
    Value decay = ops.mul(weight, ops.mul(rate, weightDecay));
    return new Step(ops.sub(step.weight(), decay), step.slots());
  }
}
