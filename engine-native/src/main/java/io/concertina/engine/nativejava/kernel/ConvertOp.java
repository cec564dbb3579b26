package io.concertina.engine.nativejava.kernel;

import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;

/** Functions from one kind of number to another. */
public enum ConvertOp {
  /** Truncates towards 0, saturating; NaN gives 0. */
  FLOAT_TO_INT(Kind.FLOAT, Kind.INT),
  /** 1 where x ≠ 0, NaN included. */
  FLOAT_TO_BOOL(Kind.FLOAT, Kind.INT),
  /** 1 where x is neither NaN nor infinite. */
  IS_FINITE(Kind.FLOAT, Kind.INT),
  /** Rounds to the nearest, ties to even. */
  INT_TO_FLOAT(Kind.INT, Kind.FLOAT),
  /** 1 where x ≠ 0. */
  INT_TO_BOOL(Kind.INT, Kind.INT);

  private final Kind from;
  private final Kind to;

  ConvertOp(Kind from, Kind to) {
    this.from = from;
    this.to = to;
  }

  /** What it reads. */
  public Kind from() {
    return from;
  }

  /** What it gives. */
  public Kind to() {
    return to;
  }
}
