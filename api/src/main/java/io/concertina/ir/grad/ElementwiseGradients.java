package io.concertina.ir.grad;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** Rules of the elementwise operations; g is the gradient of the result y. */
final class ElementwiseGradients {

  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  private ElementwiseGradients() {}

  static void of(Elementwise op, Backward b) {
    switch (op) {
      case Elementwise.Unary unary -> unary(unary, b);
      case Elementwise.Binary binary -> binary(binary, b);
      case Elementwise.Select _ -> {
        b.give(1, () -> b.ops().select(b.x(0), b.gradient(), b.zeros(b.gradient())));
        b.give(2, () -> b.ops().select(b.x(0), b.zeros(b.gradient()), b.gradient()));
      }
      case Elementwise.Cast _ -> b.give(0, b::gradient);
      case Elementwise.StopGradient _ -> {}
    }
  }

  private static void unary(Elementwise.Unary op, Backward b) {
    Ops o = b.ops();
    Value g = b.gradient();
    Value x = b.x(0);
    Value y = b.y();
    switch (op) {
      case Elementwise.Neg _ -> b.give(0, () -> o.neg(g));
      case Elementwise.Abs _ -> b.give(0, () -> o.mul(g, o.sign(x)));
      case Elementwise.Exp _ -> b.give(0, () -> o.mul(g, y));
      case Elementwise.Log _ -> b.give(0, () -> o.div(g, x));
      case Elementwise.Expm1 _ -> b.give(0, () -> o.mul(g, o.add(y, 1)));
      case Elementwise.Log1p _ -> b.give(0, () -> o.div(g, o.add(x, 1)));
      case Elementwise.Sqrt _ -> b.give(0, () -> o.div(o.mul(g, 0.5), y));
      case Elementwise.Rsqrt _ -> b.give(0, () -> o.mul(o.mul(g, -0.5), o.mul(y, o.mul(y, y))));
      case Elementwise.Tanh _ -> b.give(0, () -> o.mul(g, complement(o, o.mul(y, y))));
      case Elementwise.Sigmoid _ -> b.give(0, () -> o.mul(g, o.mul(y, complement(o, y))));
      case Elementwise.Erf _ ->
          b.give(0, () -> o.mul(g, o.mul(o.exp(o.neg(o.mul(x, x))), TWO_OVER_SQRT_PI)));
      case Elementwise.Sign _,
          Elementwise.Floor _,
          Elementwise.Round _,
          Elementwise.Not _,
          Elementwise.IsFinite _ -> {}
    }
  }

  /** 1 - x. */
  private static Value complement(Ops o, Value x) {
    return o.sub(o.constantLike(x, 1), x);
  }

  private static void binary(Elementwise.Binary op, Backward b) {
    Ops o = b.ops();
    Value g = b.gradient();
    Value x = b.x(0);
    Value z = b.x(1);
    switch (op) {
      case Elementwise.Add _ -> {
        b.give(0, () -> g);
        b.give(1, () -> g);
      }
      case Elementwise.Sub _ -> {
        b.give(0, () -> g);
        b.give(1, () -> o.neg(g));
      }
      case Elementwise.Mul _ -> {
        b.give(0, () -> o.mul(g, z));
        b.give(1, () -> o.mul(g, x));
      }
      case Elementwise.Div _ -> {
        b.give(0, () -> o.div(g, z));
        b.give(1, () -> o.neg(o.mul(o.div(g, z), b.y())));
      }
      case Elementwise.Pow _ -> {
        b.give(0, () -> o.mul(g, powerByBase(b)));
        b.give(1, () -> o.mul(g, powerByExponent(b)));
      }
      case Elementwise.Max _ -> {
        b.give(0, () -> winner(b, o.lt(z, x)));
        b.give(1, () -> winner(b, o.lt(x, z)));
      }
      case Elementwise.Min _ -> {
        b.give(0, () -> winner(b, o.lt(x, z)));
        b.give(1, () -> winner(b, o.lt(z, x)));
      }
      case Elementwise.And _,
          Elementwise.Or _,
          Elementwise.Eq _,
          Elementwise.Lt _,
          Elementwise.Le _ -> {}
    }
  }

  /**
   * z · x^(z-1), and 0 at x = z = 0. The power sees the base 1 there, so that the derivative of the
   * rule stays finite as well.
   */
  private static Value powerByBase(Backward b) {
    Ops o = b.ops();
    Value x = b.x(0);
    Value z = b.x(1);
    Value singular = o.and(o.eq(x, b.zeros(x)), o.eq(z, b.zeros(z)));
    Value base = o.select(singular, o.constantLike(x, 1), x);
    return o.mul(z, o.pow(base, o.add(z, -1)));
  }

  /**
   * xᶻ · ln x, and 0 where x ≤ 0. The logarithm sees 1 there, so that the derivative of the branch
   * that is not taken stays finite.
   */
  private static Value powerByExponent(Backward b) {
    Ops o = b.ops();
    Value x = b.x(0);
    Value positive = o.lt(b.zeros(x), x);
    Value log = o.log(o.select(positive, x, o.constantLike(x, 1)));
    return o.select(positive, o.mul(b.y(), log), b.zeros(x));
  }

  /** g where the operand alone is the result, half of g where both are. */
  private static Value winner(Backward b, Value wins) {
    Ops o = b.ops();
    Value g = b.gradient();
    Value tie = o.eq(b.x(0), b.x(1));
    return o.select(wins, g, o.select(tie, o.mul(g, 0.5), b.zeros(g)));
  }
}
