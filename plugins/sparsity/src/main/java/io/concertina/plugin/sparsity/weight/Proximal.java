package io.concertina.plugin.sparsity.weight;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.standard.optimizer.Optimizers;
import java.util.List;
import java.util.Locale;

/**
 * Another update rule, followed by the proximal step of a penalty, which sets weights to exactly 0.
 *
 * <p>With the rule's step v and the rate η, the next weight is prox(v) for η times the penalty
 *
 * <pre>
 * l1 · Σ|w| + group · Σ_g √|g| ‖w_g‖ + l2 · Σ w²:
 *
 * u = v - max(min(v, η l1), -η l1)                        soft threshold, per element
 * u_g = max(1 - η group √|g| / ‖u_g‖, 0) · u_g             block soft threshold, per group
 * w = u / (1 + 2 η l2)
 * </pre>
 *
 * <p>which is exact for the sum, in this order. l1 alone is the lasso, l1 and l2 the elastic net,
 * group alone the group lasso. Such a penalty belongs here and not in the loss as well. Weights of
 * fewer than two axes (biases, scales) are the other rule's. After a rule that scales gradients,
 * such as Adam, η is the rate before scaling, as with decoupled weight decay.
 *
 * <p>Source: N. Parikh, S. Boyd, "Proximal Algorithms", Foundations and Trends in Optimization 1
 * (2014), sections 4.2, 6.5.2 to 6.5.4; the order of thresholds is that of J. Friedman, T. Hastie,
 * R. Tibshirani, "A note on the group lasso and a sparse group lasso", 2010.
 *
 * @param update the other rule
 * @param l1 at least 0
 * @param l2 at least 0
 * @param group at least 0; one of the three is above 0
 * @param groups which elements belong together
 */
record Proximal(Optimizer update, double l1, double l2, double group, Groups groups)
    implements Optimizer {

  /** Keeps the length of a group of zeros above 0. */
  private static final double TINY = 1e-30;

  static final Factory<Proximal> FACTORY =
      Factory.of("proximal", Proximal.class, Proximal::create, Proximal::describe);

  Proximal {
    Strengths.notNegative("proximal.l1", l1);
    Strengths.notNegative("proximal.l2", l2);
    Strengths.notNegative("proximal.group", group);
    if (l1 + l2 + group == 0) {
      throw new ConfigurationException(
          "proximal.l1", "a number above 0, or one in l2 or group", "0 in all of them");
    }
  }

  private static Proximal create(Settings settings) {
    return new Proximal(
        settings.plugin("update", Optimizer.class, Optimizers.adam()),
        settings.number("l1", 0),
        settings.number("l2", 0),
        settings.number("group", 0),
        settings.choice("groups", Groups.class, Groups.UNITS));
  }

  private static void describe(Proximal value, Description description) {
    description
        .put("update", Optimizer.class, value.update)
        .put("l1", value.l1)
        .put("l2", value.l2)
        .put("group", value.group)
        .put("groups", value.groups.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public double rate() {
    return update.rate();
  }

  @Override
  public List<String> slots() {
    return update.slots();
  }

  @Override
  public double initial(String slot) {
    return update.initial(slot);
  }

  @Override
  public Step step(Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
    Step step = update.step(ops, weight, gradient, slots, rate, t);
    if (weight.shape().rank() < 2) {
      return step;
    }
    Value soft = l1 == 0 ? step.weight() : soft(ops, step.weight(), ops.mul(rate, l1));
    Value block = group == 0 ? soft : block(ops, soft, rate);
    Value next = l2 == 0 ? block : ops.div(block, ops.add(ops.mul(rate, 2 * l2), 1));
    return new Step(next, step.slots());
  }

  /** The difference gives +0, never -0. */
  private static Value soft(Ops ops, Value v, Value limit) {
    return ops.sub(v, ops.max(ops.min(v, limit), ops.neg(limit)));
  }

  private Value block(Ops ops, Value v, Value rate) {
    Value lengths = ops.sqrt(groups.squares(ops, v));
    Value limit = ops.mul(rate, group * Math.sqrt(groups.size(v.shape()).size()));
    Value left = ops.sub(lengths, limit);
    Value zero = ops.constantLike(left, 0);
    Value factor = ops.div(left, ops.max(lengths, ops.constantLike(lengths, TINY)));
    Value kept = ops.broadcast(ops.lt(zero, left), v.shape());
    return ops.select(kept, ops.mul(v, factor), ops.constantLike(v, 0));
  }
}
