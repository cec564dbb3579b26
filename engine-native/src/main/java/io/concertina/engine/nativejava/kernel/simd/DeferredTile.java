package io.concertina.engine.nativejava.kernel.simd;

/**
 * A tile in the form that is in use.
 *
 * <p>A trial is some calls with a short part of the shared axis each, and plain Java adds the rest.
 */
final class DeferredTile {

  private final Deferred<Tile> deferred;
  private final Tile rest;
  private final TileForm form;
  private final int lanes;

  /**
   * A tile that was not used yet.
   *
   * @param deferred knows the form
   * @param rest adds in plain Java
   * @param form which tile
   * @param lanes lanes of a vector
   */
  DeferredTile(Deferred<Tile> deferred, Tile rest, TileForm form, int lanes) {
    this.deferred = deferred;
    this.rest = rest;
    this.form = form;
    this.lanes = lanes;
  }

  /** A tile that is in vectors from its first use on. */
  static DeferredTile vectors(Tile tile, TileForm form, int lanes) {
    return new DeferredTile(Deferred.vectors(tile), tile, form, lanes);
  }

  /** As {@link Deferred#form}. */
  Tile form(long operations) {
    return deferred.form(operations);
  }

  /** As {@link Deferred#isPlain}. */
  boolean isPlain(Tile used) {
    return deferred.isPlain(used);
  }

  /** As {@link Deferred#isTrial}; then {@link #trial} is the use, to its end. */
  boolean isTrial(Tile used) {
    return deferred.isTrial(used);
  }

  /** A use that is a trial; parameters as those of {@link Tile}. */
  void trial(
      Tile used,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt,
      int cStride,
      int lastColumns) {
    int rows = form.rows();
    int aStep = form.transposeLeft() ? aStride : 1;
    int bStep = form.packed() ? form.vectors() * lanes : bStride;
    int piece = Math.min(deferred.iterations(), k);
    int p = 0;
    int most = deferred.calls();
    int calls = 0;
    do {
      // A tile that replaces C may do so several times.
      p = form.accumulate() ? p : 0;
      used.run(
          rows,
          piece,
          a,
          aAt + p * aStep,
          aStride,
          b,
          bAt + p * bStep,
          bStride,
          c,
          cAt,
          cStride,
          lastColumns);
      p += piece;
      calls++;
    } while (calls < most && p + piece <= k);
    int columns = (form.vectors() - 1) * lanes + lastColumns;
    long loops = (long) piece * calls;
    deferred.ended(used, loops * rows * columns, calls, loops);
    if (p < k) {
      rest.run(
          rows,
          k - p,
          a,
          aAt + p * aStep,
          aStride,
          b,
          bAt + p * bStep,
          bStride,
          c,
          cAt,
          cStride,
          lastColumns);
    }
  }
}
