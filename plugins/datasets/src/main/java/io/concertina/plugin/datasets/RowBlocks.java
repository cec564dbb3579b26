package io.concertina.plugin.datasets;

import java.util.ArrayList;
import java.util.List;

/** Rows that are collected without knowing how many will come, up to a limit. */
final class RowBlocks {

  /** Numbers per block, about. */
  private static final int BLOCK = 1 << 18;

  private final int width;
  private final int blockRows;
  private final long mostRows;
  private final List<float[]> blocks = new ArrayList<>();
  private long count;

  /**
   * @param width numbers per row
   * @param limit bytes to hold at the most
   */
  RowBlocks(int width, long limit) {
    this.width = width;
    this.blockRows = Math.max(1, BLOCK / width);
    this.mostRows = Math.min(Integer.MAX_VALUE, limit / (4L * width));
  }

  /** Adds a row. The first one beyond the limit makes all others be forgotten. */
  void add(float[] row) {
    if (count >= mostRows) {
      blocks.clear();
      count = Long.MAX_VALUE;
      return;
    }
    int place = (int) (count % blockRows);
    if (place == 0) {
      blocks.add(new float[(int) Math.min(blockRows, mostRows - count) * width]);
    }
    System.arraycopy(row, 0, blocks.getLast(), place * width, width);
    count++;
  }

  /** True if all rows are here. */
  boolean isComplete() {
    return count <= mostRows;
  }

  /** Number of rows, if complete. */
  long count() {
    return count;
  }

  /** Copies a row. */
  void copy(int row, float[] target, int at) {
    System.arraycopy(blocks.get(row / blockRows), row % blockRows * width, target, at, width);
  }
}
