package io.concertina.plugin.sparsity.code;

import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.initializer.Initializers;
import io.concertina.spi.Description;
import io.concertina.spi.Settings;

/**
 * Counts for how many training batches each unit has been idle, and pulls dead units back.
 *
 * <p>A unit is idle in a batch in which no sample activates it, and dead after {@code deadAfter}
 * such batches in a row. The penalty raises the best dead unit of each sample, the one with the
 * largest pre-activation z, to what would have activated it:
 *
 * <pre>strength · mean over samples of max(limit - max over dead units of z, 0).</pre>
 *
 * <p>Since each sample pulls one unit only, dead units come back for different samples. The state
 * {@code idle} [units] is part of the model. The limit is held constant. A dead unit has no other
 * gradient, so that with update rules that normalise gradients even a small strength moves it.
 *
 * <p>Source: counting, and choosing the best dead units of each sample, are those of L. Gao et al.,
 * "Scaling and evaluating sparse autoencoders", 2024, appendix A.2. Their auxiliary loss
 * reconstructs the error from dead units, for which a layer would have to know the decoder; ours
 * acts on pre-activations instead.
 *
 * @param strength of the penalty, at least 0
 * @param deadAfter batches without activation after which a unit is dead, at least 1
 */
record Revival(double strength, int deadAfter) {

  static final Revival DEFAULT = new Revival(1e-3, 100);

  /** Checks the settings of a layer. */
  void require(String layer) {
    Units.requireNotNegative(layer + ".revival", strength);
    Units.requireAtLeastOne(layer + ".dead_after", deadAfter);
  }

  static Revival read(Settings settings) {
    return new Revival(
        settings.number("revival", DEFAULT.strength),
        settings.integer("dead_after", DEFAULT.deadAfter));
  }

  void describe(Description description) {
    description.put("revival", strength).put("dead_after", deadAfter);
  }

  /**
   * Emits count and penalty.
   *
   * @param z pre-activations [batch, ..., units]
   * @param active 1 where a unit is active and 0 elsewhere, of the shape of z
   * @param limit above which z is active, of a shape that broadcasts to z's
   */
  void apply(LayerScope scope, Value z, Value active, Value limit) {
    Ops ops = scope.ops();
    int units = z.shape().last().size();
    Value idle = scope.variable("idle", Role.STATE, Initializers.zeros(), units);
    if (scope.mode() == Mode.INFER) {
      return;
    }
    Value fired = ops.reduceMax(active, Units.samples(active));
    Value zero = ops.constantLike(fired, 0);
    Value count = ops.select(ops.lt(zero, fired), zero, ops.add(idle, 1));
    scope.update(idle, count);
    if (strength > 0) {
      Value dead = ops.le(ops.constantLike(count, deadAfter), count);
      Value pull = ops.meanAll(gap(ops, z, dead, limit));
      scope.penalty("revival", ops.mul(ops.mul(pull, any(ops, dead)), strength));
    }
  }

  /** max(limit - z of the best dead unit, 0) per sample; without dead ones any number. */
  private static Value gap(Ops ops, Value z, Value dead, Value limit) {
    Value least = ops.stopGradient(ops.expand(ops.reduceMin(z, -1), -1));
    Value candidates = ops.select(ops.broadcast(dead, z.shape()), z, least);
    Value best = ops.expand(ops.reduceMax(candidates, -1), -1);
    return Composites.relu(ops, ops.sub(ops.stopGradient(limit), best));
  }

  /** 1 if there is a dead unit, else 0. */
  private static Value any(Ops ops, Value dead) {
    return ops.reduceMax(ops.cast(dead, DType.F32), 0);
  }
}
