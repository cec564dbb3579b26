package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.sparse.BreakEven;
import io.concertina.engine.nativejava.kernel.sparse.Density;
import io.concertina.engine.nativejava.kernel.sparse.SparseMatrix;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * A matrix that inference reads and nothing changes in between: a resident in the form that
 * multiplies fastest, found when it is first needed and again after the resident was written.
 *
 * <p>All plans and threads share it; two that race find the same form.
 */
public final class FrozenWeight {

  private final float[] elements;
  private final IntSupplier version;
  private final BreakEven breakEven;
  private volatile Forms one = new Forms(-1, Optional.empty());
  private volatile Forms many = new Forms(-1, Optional.empty());

  /**
   * What was found.
   *
   * @param version of the resident
   * @param sparse the form without zeros; empty if the dense one is faster
   */
  private record Forms(int version, Optional<SparseMatrix> sparse) {}

  /**
   * A weight.
   *
   * @param elements the resident's array
   * @param version changes whenever the array was written
   */
  public FrozenWeight(float[] elements, AtomicInteger version) {
    this(elements, version, BreakEven.MEASURED);
  }

  /** A weight that changes its form elsewhere, for measuring. */
  public FrozenWeight(float[] elements, AtomicInteger version, BreakEven breakEven) {
    this.elements = elements;
    this.version = version::get;
    this.breakEven = breakEven;
  }

  /** The form without zeros for products with so many rows; empty if the dense one is faster. */
  Optional<SparseMatrix> sparse(int rows, int k, int n, int offset, Kernels kernels) {
    int now = version.getAsInt();
    Forms known = rows == 1 ? one : many;
    if (known.version() != now) {
      Density density = Density.of(k, n, kernels.sparse().lanes(), elements, offset);
      known = new Forms(now, density.compress(rows, breakEven, elements, offset));
      if (rows == 1) {
        one = known;
      } else {
        many = known;
      }
    }
    return known.sparse();
  }
}
