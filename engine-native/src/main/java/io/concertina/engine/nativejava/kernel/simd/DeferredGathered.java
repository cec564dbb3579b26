package io.concertina.engine.nativejava.kernel.simd;

/**
 * A gathered tile in the form that is in use.
 *
 * <p>A trial is some calls with a few groups of the shared axis each, and plain Java adds the rest.
 */
final class DeferredGathered {

  private final Deferred<GatheredTile> deferred;
  private final GatheredTile rest;
  private final GatheredForm form;
  private final int lanes;

  /**
   * A tile that was not used yet.
   *
   * @param deferred knows the form
   * @param rest adds in plain Java
   * @param form which tile
   * @param lanes lanes of a vector
   */
  DeferredGathered(
      Deferred<GatheredTile> deferred, GatheredTile rest, GatheredForm form, int lanes) {
    this.deferred = deferred;
    this.rest = rest;
    this.form = form;
    this.lanes = lanes;
  }

  /** A tile that is in vectors from its first use on. */
  static DeferredGathered vectors(GatheredTile tile, GatheredForm form, int lanes) {
    return new DeferredGathered(Deferred.vectors(tile), tile, form, lanes);
  }

  /** As {@link Deferred#form}. */
  GatheredTile form(long operations) {
    return deferred.form(operations);
  }

  /** As {@link Deferred#isTrial}; then {@link #trial} is the use, to its end. */
  boolean isTrial(GatheredTile used) {
    return deferred.isTrial(used);
  }

  /** A use that is a trial; parameters as those of {@link GatheredTile}. */
  void trial(
      GatheredTile used,
      int p,
      int end,
      float[] a,
      int aAt,
      int[] rows,
      int row,
      int[] shared,
      int[] right,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int[] targets,
      int lastColumns) {
    int piece = Math.min(form.taps().size() * deferred.iterations(), end - p);
    int most = deferred.calls();
    int from;
    int to = p;
    int calls = 0;
    do {
      // A tile that replaces C may do so several times.
      from = form.accumulate() ? to : p;
      to = from + piece;
      used.run(from, to, a, aAt, rows, row, shared, right, b, bAt, c, cAt, targets, lastColumns);
      calls++;
    } while (calls < most && to + piece <= end);
    int columns = (form.vectors() - 1) * lanes + lastColumns;
    long elements = (long) piece * calls;
    long loops = elements / form.taps().size();
    deferred.ended(used, elements * form.rows().size() * columns, calls, loops);
    if (to < end) {
      rest.run(to, end, a, aAt, rows, row, shared, right, b, bAt, c, cAt, targets, lastColumns);
    }
  }
}
