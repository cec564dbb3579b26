package io.concertina.engine.nativejava.kernel.simd;

/** A gathered product of a short shared axis: all of B stays in registers, row after row of C. */
interface HeldTile {

  /**
   * c[cAt + targets[i] + j] = Σ over p of a[aAt + rows[i] + shared[p]] · b[bAt + right[p] + j].
   *
   * @param lastColumns columns to write of the last vector, at most its lanes
   */
  void run(
      float[] a,
      int aAt,
      int[] rows,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int[] targets,
      int lastColumns);
}
