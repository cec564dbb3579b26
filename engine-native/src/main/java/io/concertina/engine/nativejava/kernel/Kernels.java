package io.concertina.engine.nativejava.kernel;

/**
 * One set of kernels for one vector width. Thread-safe. What it keeps, loops that were assembled
 * and how far they have warmed up, changes speed and never a bit.
 */
public interface Kernels {

  /** {@code scalar}, {@code simd-128}, {@code simd-256} or {@code simd-512}. */
  String name();

  /** Floating point numbers per vector; 1 for the scalar set. */
  int lanes();

  /** Compiles an elementwise program into one loop. */
  ElementwiseKernel elementwise(ElementwiseProgram program);

  /** Sums, extrema, running sums, the largest k and softmax. */
  ReductionKernels reductions();

  /** Transposition, gather and scatter. */
  LayoutKernels layouts();

  /** Matrix products. */
  MatrixKernels matrices();

  /** Convolution and pooling. */
  WindowKernels windows();

  /** Products with matrices whose zeros are left out. */
  SparseKernels sparse();

  /** Random bits. */
  RandomKernels random();
}
