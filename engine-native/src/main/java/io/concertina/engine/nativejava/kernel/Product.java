package io.concertina.engine.nativejava.kernel;

/**
 * A product C = A · B, or C += A · B, with its arrays: any part of it can be computed, over and
 * over, on whatever the arrays then hold. Parts that do not overlap may be computed at one time.
 *
 * <p>Every element of C is one chain of fused multiply-adds in ascending order of the shared axis,
 * starting from 0 or from C. So its bits depend on nothing else: not on the vector width, nor on
 * the form of B, nor on how rows and columns are split into calls.
 */
public interface Product {

  /**
   * Computes a rectangle of C.
   *
   * @param fromRow first row of C
   * @param toRow row after the last
   * @param fromColumn first column of C, a multiple of {@link MatrixKernels#panelColumns}
   * @param toColumn column after the last, a multiple of it or n
   * @param epilogue is applied to each finished rectangle of C while it is in the cache
   */
  void run(int fromRow, int toRow, int fromColumn, int toColumn, Epilogue epilogue);

  /** The left factor. */
  sealed interface Left permits Matrix {}

  /** The right factor. */
  sealed interface Right permits Matrix, Packed {}

  /**
   * Panels of a right factor, as {@link MatrixKernels#pack} writes them from the array's start.
   *
   * @param floats the panels
   * @param columns columns of the factor that are packed at a time: a run's are among those from a
   *     multiple of it to the next
   */
  @SuppressWarnings("ArrayRecordComponent") // Kernels read the array; nobody compares panels.
  record Packed(float[] floats, int columns) implements Right {}

  /**
   * Where C goes, or the part of it that there is room for.
   *
   * @param elements the array
   * @param at position of element (0, 0)
   * @param stride distance of two rows
   * @param rows rows that there is room for: a run's are among those from a multiple of it to the
   *     next
   */
  @SuppressWarnings("ArrayRecordComponent") // Kernels write the array; nobody compares targets.
  record Target(float[] elements, int at, int stride, int rows) {

    /** A target with room for all rows. */
    public Target(float[] elements, int at, int stride) {
      this(elements, at, stride, Integer.MAX_VALUE);
    }
  }

  /** What follows on a finished rectangle of C: bias, activation, an optimiser's update. */
  @FunctionalInterface
  interface Epilogue {

    /** Nothing follows. */
    Epilogue NONE = (fromRow, toRow, fromColumn, toColumn) -> {};

    /** Works on rows {@code fromRow} to {@code toRow} and the columns alike, the ends excluded. */
    void apply(int fromRow, int toRow, int fromColumn, int toColumn);
  }
}
