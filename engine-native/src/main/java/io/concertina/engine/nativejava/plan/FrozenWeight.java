package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
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
  private volatile KeptPanels straight = KeptPanels.NONE;
  private volatile KeptPanels transposed = KeptPanels.NONE;

  /**
   * What was found.
   *
   * @param version of the resident
   * @param sparse the form without zeros; empty if the dense one is faster
   */
  private record Forms(int version, Optional<SparseMatrix> sparse) {}

  /**
   * Panels of op(B).
   *
   * @param version of the resident
   * @param k rows of op(B)
   * @param n columns of op(B)
   * @param offset position of B in the resident
   * @param floats the panels
   */
  @SuppressWarnings("ArrayRecordComponent") // Kernels read the array; nobody compares panels.
  private record KeptPanels(int version, int k, int n, int offset, float[] floats) {
    static final KeptPanels NONE = new KeptPanels(-1, 0, 0, 0, new float[0]);

    boolean are(int rows, int columns, int position) {
      return k == rows && n == columns && offset == position;
    }
  }

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
  public Optional<SparseMatrix> sparse(int rows, int k, int n, int offset, Kernels kernels) {
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

  /**
   * Panels of op(B) [k, n], made once and again, in the same array, after the resident was written.
   *
   * @param transpose op(B) = Bᵀ
   */
  public float[] panels(boolean transpose, int k, int n, int offset, MatrixKernels kernels) {
    int now = version.getAsInt();
    KeptPanels known = transpose ? transposed : straight;
    return known.version == now && known.are(k, n, offset)
        ? known.floats
        : pack(transpose, k, n, offset, kernels);
  }

  /** No run that reads the panels of an older version can still be under way. */
  private synchronized float[] pack(
      boolean transpose, int k, int n, int offset, MatrixKernels kernels) {
    int now = version.getAsInt();
    KeptPanels known = transpose ? transposed : straight;
    if (known.version == now && known.are(k, n, offset)) {
      return known.floats;
    }
    float[] floats = known.are(k, n, offset) ? known.floats : new float[kernels.packedSize(k, n)];
    kernels.pack(new Matrix(elements, offset, transpose ? k : n, transpose), k, 0, n, floats);
    KeptPanels packed = new KeptPanels(now, k, n, offset, floats);
    if (transpose) {
      transposed = packed;
    } else {
      straight = packed;
    }
    return floats;
  }
}
