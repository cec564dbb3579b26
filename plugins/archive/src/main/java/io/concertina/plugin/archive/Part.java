package io.concertina.plugin.archive;

import java.util.Locale;

/**
 * What a tensor that is not stored as it is consists of; part p of NAME is called {@code NAME#p}.
 */
enum Part {
  /** Sizes of the axes of a sparse tensor, I32. */
  SHAPE,
  /** Which elements are stored: {@link Positions} as bits, U8. */
  BITS,
  /** Which elements are stored: {@link Positions} as gaps, U8. */
  GAPS,
  /** The stored elements, or all in the tensor's shape: {@link Numbers}. */
  VALUES,
  /** Scales of {@link Numbers} of type I8, F32. */
  SCALE;

  static final char SEPARATOR = '#';

  /** The part of a tensor. */
  String of(String tensor) {
    return tensor + SEPARATOR + this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
