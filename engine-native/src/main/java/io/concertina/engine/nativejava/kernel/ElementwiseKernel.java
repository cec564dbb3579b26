package io.concertina.engine.nativejava.kernel;

/**
 * An elementwise program compiled into one loop nest over rows and columns.
 *
 * <p>Thread-safe. An output may be the same array at the same position and stride as an input (in
 * place) but must not overlap an input in any other way.
 */
public interface ElementwiseKernel {

  /**
   * Runs the program on a rectangle of positions.
   *
   * <p>Slot s is input s, or output {@code s - inputs}. Position (row, column) of a slot is element
   * {@code at[s] + row * rowStride[s] + column * step}, where step is 1, or 0 for a {@link
   * ElementwiseProgram.Access#BROADCAST} input. So a bias has row stride 0, one number per row has
   * row stride 1 and access BROADCAST, a single number has row stride 0 and access BROADCAST.
   * Contiguous operands of one shape are best passed as one row.
   *
   * @param fromRow first row
   * @param toRow row after the last
   * @param fromColumn first column
   * @param toColumn column after the last
   * @param floats the array of each slot of kind FLOAT, any array in the others
   * @param ints the array of each slot of kind INT, any array in the others
   * @param at position of row 0, column 0 per slot
   * @param rowStride distance of two rows per slot
   */
  void run(
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride);
}
