package io.concertina.engine.nativejava.kernel;

/** Comparisons: 1 where they hold, 0 elsewhere and where either number is NaN. */
public enum CompareOp {
  EQ,
  LT,
  LE
}
