package io.concertina.plugin.sparsity.code;

import io.concertina.config.Description;
import io.concertina.config.Settings;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.initializer.Initializers;

/**
 * Counts for how many training batches each unit has been idle, and pulls dead units back.
 *
 * <p>A unit is idle in a batch in which no sample activates it, and dead after {@code deadAfter}
 * such batches in a row. The penalty raises what dead units see to what would have activated them:
 *
 * <pre>strength · mean over samples of Σ over dead units of max(limit - z, 0).</pre>
 *
 * <p>The state {@code idle} [units] is part of the model. The limit is held constant. A dead unit
 * has no other gradient, so that with update rules that normalise gradients even a small strength
 * moves it, and others not at all.
 *
 * <p>Source: counting is that of L. Gao et al., "Scaling and evaluating sparse autoencoders", 2024,
 * appendix A.2. Their auxiliary loss reconstructs the error from dead units, for which a layer
 * would have to know the decoder; ours acts on pre-activations instead.
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
      Value dead = ops.cast(ops.le(ops.constantLike(count, deadAfter), count), DType.F32);
      Value gap = Composites.relu(ops, ops.sub(ops.stopGradient(limit), z));
      Value pull = Units.sumPerSample(ops, ops.mul(gap, ops.stopGradient(dead)));
      scope.term("revival", ops.mul(pull, strength));
    }
  }
}
