package io.concertina.plugin.archive;

import io.concertina.ir.DType;

/** How a safetensors file stores the elements of a tensor, little-endian; the names are its own. */
enum StoredType {
  /** 32-bit floating point. */
  F32(4),
  /** 16-bit floating point, IEEE 754 binary16. */
  F16(2),
  /** 32-bit integer. */
  I32(4),
  /** 8-bit integer. */
  I8(1),
  /** 8-bit integer without a sign. */
  U8(1),
  /** Truth value: a byte of 0 or 1. */
  BOOL(1);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  static StoredType of(DType dtype) {
    return switch (dtype) {
      case F32 -> F32;
      case I32 -> I32;
      case BOOL -> BOOL;
    };
  }

  /** Bytes per element. */
  int bytes() {
    return bytes;
  }
}
