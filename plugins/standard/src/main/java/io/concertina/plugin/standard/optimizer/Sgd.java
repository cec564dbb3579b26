package io.concertina.plugin.standard.optimizer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import java.util.List;

/**
 * Stochastic gradient descent.
 *
 * <p>Without momentum w' = w - η g. With momentum μ the slot {@code velocity} v and
 *
 * <pre>
 * v' = μ v - η g
 * w' = w + v'              or, with Nesterov's,  w' = w + μ v' - η g.
 * </pre>
 *
 * <p>Source: I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the importance of initialization and
 * momentum in deep learning", ICML 2013, equations 1 to 4; with Nesterov's momentum w is the point
 * at which the gradient is taken.
 *
 * @param rate η, above 0
 * @param momentum μ, at least 0 and below 1
 * @param nesterov whether to look ahead; needs a momentum above 0
 */
public record Sgd(double rate, double momentum, boolean nesterov) implements Optimizer {

  static final double RATE = 0.01;

  static final Factory<Sgd> FACTORY =
      Factory.of(
          "sgd",
          Sgd.class,
          settings ->
              new Sgd(
                  settings.number("rate", RATE),
                  settings.number("momentum", 0),
                  settings.flag("nesterov", false)),
          (value, description) ->
              description
                  .put("rate", value.rate)
                  .put("momentum", value.momentum)
                  .put("nesterov", value.nesterov));

  public Sgd {
    Limits.positive("sgd.rate", rate);
    Limits.share("sgd.momentum", momentum);
    if (nesterov && momentum == 0) {
      throw new ConfigurationException("sgd.nesterov", "a momentum above 0 with it", momentum);
    }
  }

  /** Without momentum. */
  public Sgd(double rate) {
    this(rate, 0, false);
  }

  /** With ordinary momentum. */
  public Sgd momentum(double share) {
    return new Sgd(rate, share, false);
  }

  /** With Nesterov's momentum, above 0. */
  public Sgd nesterov(double share) {
    return new Sgd(rate, share, true);
  }

  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of("velocity");
  }

  @Override
  public Step step(Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
    Value descent = ops.mul(gradient, rate);
    if (momentum == 0) {
      return new Step(ops.sub(weight, descent), List.of());
    }
    Value velocity = ops.sub(ops.mul(slots.getFirst(), momentum), descent);
    Value move = nesterov ? ops.sub(ops.mul(velocity, momentum), descent) : velocity;
    return new Step(ops.add(weight, move), List.of(velocity));
  }
}
