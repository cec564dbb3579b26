package io.concertina.ir.rewrite;

import io.concertina.ir.Bodies;
import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Control;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The rewrites. Each takes a function and returns another one; none changes its argument. The
 * bodies of loops are rewritten as functions of their own, each before the one around it.
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

  /**
   * Makes loops do no more than they must: {@link #hoist hoists}, {@link #sink sinks}, makes one of
   * loops that repeat each other's steps, and drops what nothing needs. A function without a loop
   * is returned as it is.
   *
   * <p>Everything that makes functions for engines ends with this, so that a loop has the same bits
   * from then on. Results differ from the given function's by rounding.
   */
  public static Function loops(Function function) {
    if (!Bodies.contain(function, Control.class)) {
      return function;
    }
    return LoopBodies.rewrite(
        function, body -> LoopPruning.prune(sunk(hoisted(LoopMerging.merge(body)))));
  }

  /** Takes out of loops what is the same in every step. Results stay equal bit by bit. */
  public static Function hoist(Function function) {
    return Bodies.contain(function, Control.class)
        ? LoopBodies.rewrite(function, Rewrites::hoisted)
        : function;
  }

  /**
   * Makes loops ready to be differentiated: expands the composites in their bodies and hoists, so
   * that the gradients of what is the same in every step are summed up before they go further.
   */
  public static Function prepareLoops(Function function) {
    return Bodies.contain(function, Control.class)
        ? hoist(LoopBodies.rewriteBodies(function, Rewrites::expanded))
        : function;
  }

  private static Function expanded(Function body) {
    return new CompositeInlining(op -> Composites.isSoftmax(op) || Composites.isLogSoftmax(op))
        .rewrite(body);
  }

  /**
   * Takes products of a scanned slice and a fixed matrix out of loops: x[t]·W of all steps becomes
   * one product in front of the loop. An engine calls it where that is faster.
   *
   * @param function what to rewrite
   * @param chosen tells which products go, of those that may
   */
  public static Function hoistProducts(Function function, Predicate<Node> chosen) {
    return Bodies.contain(function, Control.class)
        ? LoopBodies.rewrite(
            function, body -> LoopPruning.prune(new LoopHoisting(false, chosen).rewrite(body)))
        : function;
  }

  /**
   * Computes behind loops what they only accumulate: the sum of aᵀ·g over the steps is one product
   * over the stacks of a and g. Results differ by rounding.
   */
  public static Function sink(Function function) {
    return Bodies.contain(function, Control.class)
        ? LoopBodies.rewrite(function, Rewrites::sunk)
        : function;
  }

  /**
   * Writes the steps of loops one after the other, with a slice in front of each and a concat of
   * their results. Results stay equal bit by bit.
   *
   * @param function what to rewrite
   * @param chosen tells which loops go, of those with a fixed number of steps
   */
  public static Function unroll(Function function, Predicate<Control.Scan> chosen) {
    return Bodies.contain(function, Control.class)
        ? LoopBodies.rewrite(function, body -> new LoopUnrolling(chosen).rewrite(body))
        : function;
  }

  private static Function hoisted(Function body) {
    return new LoopHoisting(true, _ -> false).rewrite(body);
  }

  private static Function sunk(Function body) {
    return new LoopSinking().rewrite(body);
  }
}
