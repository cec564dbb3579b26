package io.concertina.engine.nativejava.kernel.sparse;

/**
 * A matrix B [k, n] without its zeros.
 *
 * <p>All forms keep the elements of a column in ascending order of the row. So a product that
 * starts from 0 and adds them one by one with fused multiply-adds has the bits of the dense product
 * for finite factors: a zero changes nothing.
 */
public sealed interface SparseMatrix permits Blocks, Columns, Slices {

  /** Rows. */
  int k();

  /** Columns. */
  int n();

  /** Numbers that are stored, padding included: the multiply-adds of a product with one row. */
  int stored();
}
