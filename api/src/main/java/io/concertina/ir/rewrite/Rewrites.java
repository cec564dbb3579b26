package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Function;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The rewrites. Each takes a function and returns another one; none changes its argument. The bodies
 * of loops are rewritten as functions of their own, each before the one around it.
 */
public final class Rewrites {

  private Rewrites() {}

  /**
   * Replaces composites by their bodies, also those that only appear by doing so.
   *
   * @param function what to rewrite
   * @param keep tells which composites stay, for instance those an engine has a kernel for
   */
  public static Function inlineComposites(Function function, Predicate<Composite> keep) {
    return LoopBodies.rewrite(function, body -> new CompositeInlining(keep).rewrite(body));
  }

  /**
   * Replaces dimension names by numbers everywhere, also in the bodies of operations; a {@code
   * dim_size} whose names are all known becomes a constant.
   *
   * @param function what to rewrite
   * @param sizes number by name; names that do not occur here stay
   */
  public static Function specialize(Function function, Map<String, Integer> sizes) {
    return Specialization.specialize(function, Map.copyOf(sizes));
  }

  /**
   * Fuses losses with the activation that feeds them, so that neither overflows: {@code
   * binary_cross_entropy} of a sigmoid and {@code categorical_cross_entropy} of a {@code softmax}
   * take the logits instead. To be applied before differentiation.
   */
  public static Function stabilize(Function function) {
    return LoopBodies.rewrite(function, body -> new Stabilization().rewrite(body));
  }

  /**
   * Removes work that does not change the result: folds constants, applies identities, computes
   * equal subexpressions once and drops what no result needs.
   *
   * <p>Results stay equal bit by bit, except that a zero may change its sign and that a power with
   * exponent 2 becomes a product. A product with 0 stays, since it is NaN for an infinite factor,
   * and {@code stop_gradient} stays, so that the function can still be differentiated.
   */
  public static Function simplify(Function function) {
    return LoopBodies.rewrite(function, body -> new Simplification().rewrite(body));
  }

  /**
   * Folds factors and offsets per feature into the weights that they lie next to: {@code x W}
   * scaled and shifted by settled numbers ({@link Settled}), as batch normalisation does with its
   * running statistics, becomes {@code x W' + t}; a factor on x goes into the rows of W.
   *
   * <p>Where a function updates its weights nothing is settled and nothing folded. Results differ
   * from the function's by rounding, about as much as a product's do with the order of its sums.
   * Expects a {@link #simplify simple} function.
   */
  public static Function foldScales(Function function) {
    return ScaleFolding.fold(function);
  }
}
