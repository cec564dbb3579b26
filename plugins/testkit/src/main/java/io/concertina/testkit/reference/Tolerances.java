package io.concertina.testkit.reference;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Windowed;

/**
 * The one table of tolerances: how far a single operation of an engine may be off.
 *
 * <p>The error of an operation on f32 is at most {@link #units} · 2⁻²⁴ times the magnitude of its
 * result. The magnitude is the result's absolute value; for sums of n terms, and of n products, it
 * is the sum of the terms' absolute values, and the units grow with √n, as rounding errors do in
 * any order of summation.
 *
 * <table>
 *   <caption>Units of 2⁻²⁴</caption>
 *   <tr><th>operation</th><th>f32</th><th>i32, bool</th></tr>
 *   <tr><td>moves, selects, compares or counts elements</td><td>0</td><td>0</td></tr>
 *   <tr><td>+ - · / √</td><td>1</td><td>0</td></tr>
 *   <tr><td>other functions of one or two numbers</td><td>8</td><td>-</td></tr>
 *   <tr><td>sum of n terms or products</td><td>1 + √n</td><td>0</td></tr>
 *   <tr><td>mean of n terms, sum of n quotients</td><td>2 + √n</td><td>-</td></tr>
 * </table>
 *
 * <p>How the errors of many operations add up in a function is worked out by {@link Expectation}.
 */
public final class Tolerances {

  /** Half of the distance of 1 to the next number in f32. */
  static final double UNIT = 0x1p-24;

  private static final double EXACT = 0;
  private static final double ROUNDED = 1;
  private static final double APPROXIMATED = 8;

  private Tolerances() {}

  /**
   * The error that an operation may have where its result is f32.
   *
   * @param op an operation of the core set
   * @param terms how many terms make an element of the result; 1 if it does not sum
   */
  public static double units(Op op, int terms) {
    return switch (op) {
      case Source _ -> EXACT;
      case Elementwise elementwise -> units(elementwise);
      case Reduction reduction -> units(reduction, terms);
      case Layout layout -> units(layout, terms);
      case Contraction.MatMul _ -> summed(terms);
      case Windowed windowed -> units(windowed, terms);
      case Composite composite ->
          throw new IllegalArgumentException(composite.name() + " has the errors of its expansion");
    };
  }

  private static double summed(int terms) {
    return 1 + Math.sqrt(terms);
  }

  private static double units(Elementwise op) {
    return switch (op) {
      case Elementwise.Unary unary -> units(unary);
      case Elementwise.Binary binary -> units(binary);
      case Elementwise.Select _, Elementwise.StopGradient _ -> EXACT;
      case Elementwise.Cast _ -> ROUNDED;
    };
  }

  private static double units(Elementwise.Unary op) {
    return switch (op) {
      case Elementwise.Neg _,
          Elementwise.Abs _,
          Elementwise.Sign _,
          Elementwise.Floor _,
          Elementwise.Round _,
          Elementwise.Not _,
          Elementwise.IsFinite _ ->
          EXACT;
      case Elementwise.Sqrt _ -> ROUNDED;
      case Elementwise.Exp _,
          Elementwise.Log _,
          Elementwise.Expm1 _,
          Elementwise.Log1p _,
          Elementwise.Rsqrt _,
          Elementwise.Tanh _,
          Elementwise.Sigmoid _,
          Elementwise.Erf _ ->
          APPROXIMATED;
    };
  }

  private static double units(Elementwise.Binary op) {
    return switch (op) {
      case Elementwise.Add _, Elementwise.Sub _, Elementwise.Mul _, Elementwise.Div _ -> ROUNDED;
      case Elementwise.Pow _ -> APPROXIMATED;
      case Elementwise.Max _,
          Elementwise.Min _,
          Elementwise.And _,
          Elementwise.Or _,
          Elementwise.Eq _,
          Elementwise.Lt _,
          Elementwise.Le _ ->
          EXACT;
    };
  }

  private static double units(Reduction op, int terms) {
    return switch (op) {
      case Reduction.Sum _, Reduction.CumSum _ -> summed(terms);
      case Reduction.ReduceMax _, Reduction.ReduceMin _, Reduction.ArgMax _, Reduction.TopK _ ->
          EXACT;
    };
  }

  private static double units(Layout op, int terms) {
    return switch (op) {
      case Layout.ScatterAdd _ -> summed(terms);
      case Layout.Reshape _,
          Layout.Transpose _,
          Layout.Broadcast _,
          Layout.Slice _,
          Layout.Pad _,
          Layout.Concat _,
          Layout.Reverse _,
          Layout.Gather _ ->
          EXACT;
    };
  }

  private static double units(Windowed op, int terms) {
    return switch (op) {
      case Windowed.Conv _,
          Windowed.ConvInputGradient _,
          Windowed.ConvKernelGradient _,
          Windowed.MaxPoolGradient _ ->
          summed(terms);
      case Windowed.MaxPool _, Windowed.MaxPoolPick _ -> EXACT;
      case Windowed.AvgPool _, Windowed.AvgPoolGradient _ -> summed(terms) + ROUNDED;
    };
  }
}
