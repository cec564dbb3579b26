package io.concertina.engine.nativejava.kernel;

/**
 * Functions of two integers or, for AND and OR, of two truth values. Arithmetic wraps; DIV
 * truncates towards 0 and gives 0 where the divisor is 0.
 */
public enum IntBinaryOp {
  ADD,
  SUB,
  MUL,
  DIV,
  MAX,
  MIN,
  AND,
  OR
}
