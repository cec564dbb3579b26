package io.concertina.engine.nativejava.kernel.simd;

/** A gathered product of numbers that meet channel by channel. */
interface Channelwise {

  /**
   * c[cAt + targets[i] + j] = Σ over p of a[aAt + rows[i] + shared[p] + j] · b[bAt + right[p] + j],
   * or what is there and that, for {@code columns} j.
   */
  void run(
      boolean accumulate,
      int[] rows,
      int[] shared,
      int[] right,
      int[] targets,
      int columns,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt);
}
