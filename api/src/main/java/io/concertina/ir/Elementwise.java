package io.concertina.ir;

/**
 * Operations that compute each element of the result from the elements at the same position.
 *
 * <p>All operands have the same shape, which is the result's: broadcasting is an operation of its
 * own, {@link Layout.Broadcast}.
 */
public sealed interface Elementwise extends Op {

  /** Operations on one operand. */
  sealed interface Unary extends Elementwise {}

  /** Operations on two operands of the same type. */
  sealed interface Binary extends Elementwise {}

  /** y = -x (f32, i32). */
  record Neg() implements Unary {}

  /** y = |x| (f32, i32). */
  record Abs() implements Unary {}

  /** y = -1, 0 or 1 by the sign of x; NaN stays NaN (f32, i32). */
  record Sign() implements Unary {}

  /** y = eˣ (f32). */
  record Exp() implements Unary {}

  /** y = ln x (f32). */
  record Log() implements Unary {}

  /** y = eˣ - 1, exact near 0 (f32). */
  record Expm1() implements Unary {}

  /** y = ln(1 + x), exact near 0 (f32). */
  record Log1p() implements Unary {}

  /** y = √x (f32). */
  record Sqrt() implements Unary {}

  /** y = 1 / √x (f32). */
  record Rsqrt() implements Unary {}

  /** y = tanh x (f32). */
  record Tanh() implements Unary {}

  /** y = 1 / (1 + e⁻ˣ) (f32). */
  record Sigmoid() implements Unary {}

  /** y = 2/√π ∫₀ˣ exp(-t²) dt (f32). */
  record Erf() implements Unary {}

  /** The largest integer not above x (f32). */
  record Floor() implements Unary {}

  /** The nearest integer, ties to even (f32). */
  record Round() implements Unary {}

  /** y = ¬x (bool). */
  record Not() implements Unary {}

  /** True where x is neither NaN nor infinite; result bool (f32). */
  record IsFinite() implements Unary {}

  /** z = x + y. */
  record Add() implements Binary {}

  /** z = x - y. */
  record Sub() implements Binary {}

  /** z = x · y. */
  record Mul() implements Binary {}

  /** z = x / y; integers truncate towards 0. */
  record Div() implements Binary {}

  /** z = xʸ, f32 only. */
  record Pow() implements Binary {}

  /** The larger one; NaN if either is NaN. */
  record Max() implements Binary {}

  /** The smaller one; NaN if either is NaN. */
  record Min() implements Binary {}

  /** z = x ∧ y, bool only. */
  record And() implements Binary {}

  /** z = x ∨ y, bool only. */
  record Or() implements Binary {}

  /** True where x = y; result bool. */
  record Eq() implements Binary {}

  /** True where x &lt; y; result bool. */
  record Lt() implements Binary {}

  /** True where x ≤ y; result bool. */
  record Le() implements Binary {}

  /** y = c ? a : b. Operands: c (bool), a and b of one type, all of one shape. */
  record Select() implements Elementwise {}

  /**
   * The same numbers in another element type. To i32: truncated towards 0; from bool: 0 or 1; to
   * bool: x ≠ 0.
   *
   * @param dtype element type of the result
   */
  record Cast(DType dtype) implements Elementwise {}

  /** y = x, through which no gradient passes. */
  record StopGradient() implements Elementwise {}
}
