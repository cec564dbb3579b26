package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.Product;

/**
 * Panels of a product's right factor for one thread.
 *
 * <p>A thread packs what it needs itself, into its own space. To fetch what another core has just
 * written takes longer than to pack it again, several times so where the cores share no cache.
 */
final class Panels {

  private final MatMulStep.Sizes sizes;
  private final MatrixKernels kernels;
  private final float[] source;
  private final int sourceAt;
  private final Product.Packed packed;

  /** Number of the run whose panels these are, of the matrix and of its column; -1 for none. */
  private long held = -1;

  /**
   * No panels yet.
   *
   * @param step the product
   * @param width columns that are packed together: a multiple of a panel's, or all
   * @param source the right factor's array
   * @param floats receives the panels, from its start
   */
  Panels(MatMulStep step, int width, MatrixKernels kernels, float[] source, float[] floats) {
    this.sizes = step.sizes();
    this.kernels = kernels;
    this.source = source;
    this.sourceAt = step.b().offset();
    this.packed = new Product.Packed(floats, width);
  }

  /** Where they lie. */
  Product.Packed packed() {
    return packed;
  }

  /** Packs the columns that one is among, if need be. */
  void prepare(long run, int matrix, int column) {
    int from = column - column % packed.columns();
    long wanted = (run * sizes.batch() + matrix) * sizes.n() + from;
    if (held != wanted) {
      int to = Math.min(sizes.n(), from + packed.columns());
      kernels.pack(sizes.right(source, sourceAt, matrix), sizes.k(), from, to, packed.floats());
      held = wanted;
    }
  }
}
