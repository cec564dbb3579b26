package io.concertina.ir;

/** Element type of a tensor. */
public enum DType {
  /** 32-bit IEEE 754 floating point. The float64 reference interpreter computes it in 64 bits. */
  F32("f32"),
  /** 32-bit two's complement integer; arithmetic wraps. */
  I32("i32"),
  /** Truth value. */
  BOOL("bool");

  private final String text;

  DType(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
