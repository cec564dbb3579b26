package io.concertina.engine.nativejava.kernel;

/**
 * Floating point functions of one number; {@link io.concertina.ir.Elementwise} defines them.
 *
 * <p>Errors in units in the last place against the exact value, found by the tests over the whole
 * range: see {@code README.md} of the module.
 */
public enum UnaryOp {
  NEG,
  ABS,
  SIGN,
  EXP,
  LOG,
  EXPM1,
  LOG1P,
  SQRT,
  RSQRT,
  TANH,
  SIGMOID,
  ERF,
  FLOOR,
  ROUND
}
