package io.concertina.plugin.sparsity.weight;

import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.regularizer.Regularizer;
import java.util.Locale;

/**
 * strength · Σ_g √|g| ‖w_g‖ over groups g of |g| elements, with derivative 0 at a group of zeros.
 * It makes whole units small; {@link Proximal} makes them 0.
 *
 * <p>A tensor of fewer than two axes is a group of its own.
 *
 * <p>Source: M. Yuan, Y. Lin, "Model selection and estimation in regression with grouped
 * variables", Journal of the Royal Statistical Society B 68 (2006), section 2.
 *
 * @param strength at least 0
 * @param groups which elements belong together
 */
record GroupLasso(double strength, Groups groups) implements Regularizer {

  static final double STRENGTH = 1e-3;

  static final Factory<GroupLasso> FACTORY =
      Factory.of(
          "group_lasso",
          GroupLasso.class,
          settings ->
              new GroupLasso(
                  settings.number("strength", STRENGTH),
                  settings.choice("groups", Groups.class, Groups.UNITS)),
          (value, description) ->
              description
                  .put("strength", value.strength)
                  .put("groups", value.groups.name().toLowerCase(Locale.ROOT)));

  GroupLasso {
    Strengths.notNegative("group_lasso.strength", strength);
  }

  @Override
  public Value penalty(Ops ops, Value tensor) {
    boolean grouped = tensor.shape().rank() > 1;
    Value squares = grouped ? groups.squares(ops, tensor) : ops.sumAll(ops.mul(tensor, tensor));
    Dim size = grouped ? groups.size(tensor.shape()) : tensor.shape().elements();
    Value lengths = ops.sumAll(length(ops, squares));
    return ops.mul(ops.mul(lengths, ops.sqrt(ops.dimSize(size))), strength);
  }

  /** √s, with derivative 0 at 0: the root never sees 0. */
  private static Value length(Ops ops, Value squares) {
    Value zero = ops.constantLike(squares, 0);
    Value empty = ops.eq(squares, zero);
    return ops.select(empty, zero, ops.sqrt(ops.select(empty, ops.constantLike(zero, 1), squares)));
  }
}
