package io.concertina.engine.nativejava.kernel;

/** Floating point functions of two numbers. MAX and MIN are NaN if either is, and -0 &lt; 0. */
public enum BinaryOp {
  ADD,
  SUB,
  MUL,
  DIV,
  POW,
  MAX,
  MIN
}
