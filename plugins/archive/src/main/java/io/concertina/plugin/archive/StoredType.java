package io.concertina.plugin.archive;

import io.concertina.ir.DType;

/** How a safetensors file stores the elements of a tensor, little-endian; the names are its own. */
enum StoredType {
  /** 32-bit floating point. */
  F32(DType.F32, 4),
  /** 32-bit integer. */
  I32(DType.I32, 4),
  /** Truth value: a byte of 0 or 1. */
  BOOL(DType.BOOL, 1);

  private final DType dtype;
  private final int bytes;

  StoredType(DType dtype, int bytes) {
    this.dtype = dtype;
    this.bytes = bytes;
  }

  static StoredType of(DType dtype) {
    return switch (dtype) {
      case F32 -> F32;
      case I32 -> I32;
      case BOOL -> BOOL;
    };
  }

  DType dtype() {
    return dtype;
  }

  /** Bytes per element. */
  int bytes() {
    return bytes;
  }
}
