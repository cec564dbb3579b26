package io.concertina.plugin.datasets;

/** A pass over the rows of a table as text. */
interface CellReader extends AutoCloseable {

  /** Receives the cells of a row. */
  interface RowCells {
    /**
     * Receives one cell.
     *
     * @param column counted from 0
     * @param text holds the cell from {@code from} on until the call returns
     */
    void cell(int column, char[] text, int from, int count);
  }

  /**
   * Hands over the cells of the next row, one per column.
   *
   * @return false at the end
   * @throws io.concertina.DataException if the row is damaged
   */
  boolean next(RowCells row);

  /** Number of the line, from 1 on, at which the row begins that was read last or is being read. */
  long line();

  /** False if the next row would have to be waited for. */
  default boolean isReady() {
    return true;
  }

  @Override
  void close();
}
