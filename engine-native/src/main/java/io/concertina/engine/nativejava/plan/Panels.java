package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.MatrixKernels;

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
  private final float[] floats;

  /** Columns that are packed together. */
  private final int width;

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
    this.floats = floats;
    this.width = width;
  }

  /** The array that they lie in. */
  float[] floats() {
    return floats;
  }

  /** Position of the panel that begins with a column, after packing it if need be. */
  int at(long run, int matrix, int column) {
    int from = column - column % width;
    long wanted = (run * sizes.batch() + matrix) * sizes.n() + from;
    if (held != wanted) {
      kernels.pack(
          sizes.transposeRight(),
          sizes.k(),
          from,
          Math.min(sizes.n(), from + width),
          source,
          sourceAt + matrix * sizes.k() * sizes.n(),
          sizes.transposeRight() ? sizes.k() : sizes.n(),
          floats,
          0);
      held = wanted;
    }
    return (column - from) * sizes.k();
  }
}
