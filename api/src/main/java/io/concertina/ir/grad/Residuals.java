package io.concertina.ir.grad;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values of a step the walk back must be given, because it cannot make them for next to
 * nothing.
 *
 * <p>At hand are the parameters of the step, constants, everything that depends on fixed values
 * alone (a rewrite takes it out of the loop), what has been chosen before, and what follows from
 * values at hand by moving elements or by simple arithmetic, which is cheaper than memory.
 */
final class Residuals {

  private final Set<Value> invariant;
  private final Set<Value> atHand = new HashSet<>();
  private final Set<Value> chosen = new LinkedHashSet<>();

  private Residuals(Set<Value> invariant) {
    this.invariant = invariant;
  }

  /**
   * Chooses.
   *
   * @param forward the nodes of the step, operands before users
   * @param fixed parameters that are the same in every step
   * @param wanted values of the step that the walk back reads
   */
  static Residuals of(Collection<Node> forward, List<Value> fixed, Set<Value> wanted) {
    Residuals residuals = new Residuals(new HashSet<>(fixed));
    for (Node node : forward) {
      residuals.look(node, wanted);
    }
    return residuals;
  }

  /** The values to save, in the order of their computation. */
  List<Value> chosen() {
    return List.copyOf(chosen);
  }

  private void look(Node node, Set<Value> wanted) {
    boolean parameter = node.op() instanceof Source.Parameter;
    if (!parameter && invariant.containsAll(node.operands())) {
      invariant.addAll(node.results());
    }
    boolean cheap = isCheap(node.op()) && atHand.containsAll(node.operands());
    for (Value value : node.results()) {
      if (parameter || cheap || invariant.contains(value)) {
        atHand.add(value);
      } else if (wanted.contains(value)) {
        atHand.add(value);
        chosen.add(value);
      }
    }
  }

  private static boolean isCheap(Op op) {
    return switch (op) {
      case Source _ -> true;
      case Elementwise.Unary unary -> isCheap(unary);
      case Elementwise.Binary binary ->
          !(binary instanceof Elementwise.Div || binary instanceof Elementwise.Pow);
      case Elementwise.Select _, Elementwise.Cast _, Elementwise.StopGradient _ -> true;
      case Layout layout ->
          !(layout instanceof Layout.Gather || layout instanceof Layout.ScatterAdd);
      case Reduction _, Contraction _, Windowed _, Control _, Composite _ -> false;
    };
  }

  private static boolean isCheap(Elementwise.Unary op) {
    return switch (op) {
      case Elementwise.Neg _,
          Elementwise.Abs _,
          Elementwise.Sign _,
          Elementwise.Floor _,
          Elementwise.Round _,
          Elementwise.Not _,
          Elementwise.IsFinite _ ->
          true;
      case Elementwise.Exp _,
          Elementwise.Log _,
          Elementwise.Expm1 _,
          Elementwise.Log1p _,
          Elementwise.Sqrt _,
          Elementwise.Rsqrt _,
          Elementwise.Tanh _,
          Elementwise.Sigmoid _,
          Elementwise.Erf _ ->
          false;
    };
  }
}
