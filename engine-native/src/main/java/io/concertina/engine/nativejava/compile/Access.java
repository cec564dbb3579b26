package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an iteration over flat positions i reads the stored elements of a value: element i is {@code
 * root[offset + e + (e / width) * (pitch - width)]} with e = (i / inner) % period.
 *
 * <p>Every broadcast of at most one kept block of axes has this form: a scalar has period 1, a row
 * [c] repeated over rows has inner 1 and period c, a column [r] stretched over c columns has inner
 * c and period r. Columns of a wider matrix are runs of {@code width} elements that begin {@code
 * pitch} apart; elsewhere both are the period.
 *
 * @param root the value whose elements are stored
 * @param offset position of the first one
 * @param inner how many neighbouring positions read the same element
 * @param period after how many elements the reading starts over
 * @param width length of a run of neighbouring elements
 * @param pitch distance of the beginnings of two runs
 */
record Access(Value root, int offset, int inner, int period, int width, int pitch) {

  /** Elements from which a run is read or written where it is: some vectors. */
  static final int SHORTEST_RUN = 32;

  /** Elements side by side. */
  Access(Value root, int offset, int inner, int period) {
    this(root, offset, inner, period, period, period);
  }

  /** Runs of {@code width} elements out of {@code size}. */
  static Access runs(Value root, int offset, int size, int width, int pitch) {
    return new Access(root, offset, 1, size, width, pitch);
  }

  /** Reads a value's own elements in order. */
  static Access dense(Value value) {
    return new Access(value, 0, 1, Math.max(1, value.shape().size()));
  }

  /** True if an iteration over {@code size} positions reads neighbouring elements once each. */
  boolean isDense(int size) {
    return inner == 1 && period == Math.max(1, size) && width == period;
  }

  /** True if all positions read one element. */
  boolean isScalar() {
    return period == 1;
  }

  /** The same stretch of the root, starting later. */
  Access shifted(int by) {
    return new Access(root, offset + by, inner, period, width, pitch);
  }

  /** The access of a broadcast of a densely read value, or empty if it has not this form. */
  static Optional<Access> broadcast(Access dense, Shape from, Shape to) {
    List<Run> runs = runs(from, to);
    int inner = 1;
    int at = runs.size();
    if (at > 0 && runs.get(at - 1).repeated()) {
      inner = runs.get(--at).size();
    }
    if (at == 0 || (at == 1 && runs.getFirst().repeated())) {
      return Optional.of(new Access(dense.root(), dense.offset(), 1, 1));
    }
    int period = runs.get(--at).size();
    boolean fits = at == 0 || (at == 1 && runs.getFirst().repeated());
    return fits
        ? Optional.of(new Access(dense.root(), dense.offset(), inner, period))
        : Optional.empty();
  }

  /** Neighbouring axes of the result that are all repeated or all kept; size 1 belongs to both. */
  private static List<Run> runs(Shape from, Shape to) {
    List<Run> runs = new ArrayList<>();
    int missing = to.rank() - from.rank();
    for (int axis = 0; axis < to.rank(); axis++) {
      int size = to.dim(axis).size();
      Dim own = axis < missing ? Dim.of(1) : from.dim(axis - missing);
      if (size != 1) {
        Run.append(runs, own.isOne(), size);
      }
    }
    return runs;
  }

  /**
   * Neighbouring axes of one kind, taken as one.
   *
   * @param repeated the kind: repeated by a broadcast, or dropped by a reduction
   * @param size product of the sizes
   */
  record Run(boolean repeated, int size) {

    static void append(List<Run> runs, boolean repeated, int size) {
      if (!runs.isEmpty() && runs.getLast().repeated() == repeated) {
        runs.set(runs.size() - 1, new Run(repeated, runs.getLast().size() * size));
      } else {
        runs.add(new Run(repeated, size));
      }
    }
  }
}
