package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.Product;
import java.util.Random;

/** One matrix product C = op(A) · op(B) on random numbers, to be run over and over. */
final class MatrixProduct {

  private final MatrixKernels kernels;
  private final boolean transposeLeft;
  private final boolean transposeRight;
  private final int m;
  private final int n;
  private final int k;
  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final float[] packed;
  private final Product fromPanels;
  private final Product straight;

  private MatrixProduct(
      MatrixKernels kernels, boolean transposeLeft, boolean transposeRight, int m, int n, int k) {
    this.kernels = kernels;
    this.transposeLeft = transposeLeft;
    this.transposeRight = transposeRight;
    this.m = m;
    this.n = n;
    this.k = k;
    a = random(m * k);
    b = random(k * n);
    c = new float[m * n];
    packed = new float[kernels.packedSize(k, n)];
    Matrix left = new Matrix(a, 0, transposeLeft ? m : k, transposeLeft);
    Product.Target target = new Product.Target(c, 0, n);
    fromPanels = kernels.product(false, k, left, new Product.Packed(packed, n), target);
    straight = kernels.product(false, k, left, new Matrix(b, 0, n), target);
    pack();
  }

  /**
   * A product.
   *
   * @param form transposes of A and B, for instance {@code TN}
   * @param shape rows, columns and shared axis: {@code m x n x k} without spaces
   * @param width of the kernels
   */
  static MatrixProduct of(String form, String shape, String width) {
    String[] sizes = shape.split("x", -1);
    return new MatrixProduct(
        KernelProvider.choose(width).matrices(),
        form.charAt(0) == 'T',
        form.charAt(1) == 'T',
        Integer.parseInt(sizes[0]),
        Integer.parseInt(sizes[1]),
        Integer.parseInt(sizes[2]));
  }

  private static float[] random(int size) {
    Random random = new Random(size);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  /** Floating point operations of one product, a fused multiply-add counting as two. */
  double operations() {
    return 2.0 * m * n * k;
  }

  /** Whether the kernels can read B as it stands. */
  boolean canSparePacking() {
    return !transposeRight;
  }

  /** The product as a plan runs it, B being new each time. */
  float[] run() {
    if (kernels.prefersUnpacked(transposeRight, m, n, k)) {
      return multiplyUnpacked();
    }
    pack();
    return multiply();
  }

  /** Brings B into panels. */
  void pack() {
    Matrix right = new Matrix(b, 0, transposeRight ? k : n, transposeRight);
    kernels.pack(right, k, 0, n, packed);
  }

  /** The product from panels. */
  float[] multiply() {
    fromPanels.run(0, m, 0, n, Product.Epilogue.NONE);
    return c;
  }

  /** The product straight from B. */
  float[] multiplyUnpacked() {
    straight.run(0, m, 0, n, Product.Epilogue.NONE);
    return c;
  }
}
