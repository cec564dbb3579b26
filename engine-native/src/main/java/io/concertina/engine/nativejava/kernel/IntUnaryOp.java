package io.concertina.engine.nativejava.kernel;

/** Functions of one integer or, for NOT, of one truth value. */
public enum IntUnaryOp {
  NEG,
  ABS,
  SIGN,
  NOT
}
