package io.concertina.engine.nativejava.kernel;

/** How numbers along an axis become one. MAX and MIN are NaN if any number is. */
public enum ReduceOp {
  SUM,
  MAX,
  MIN
}
