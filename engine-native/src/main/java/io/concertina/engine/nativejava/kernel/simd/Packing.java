package io.concertina.engine.nativejava.kernel.simd;

import java.util.Arrays;

/**
 * Writes one panel of a matrix: its columns side by side, row after row, padded to whole vectors.
 */
final class Packing {

  private final int lanes;
  private final SimdLayouts layouts;

  Packing(int lanes, SimdLayouts layouts) {
    this.lanes = lanes;
    this.layouts = layouts;
  }

  /** From B [k, n]: copies rows. */
  void straight(int k, int columns, float[] b, int bAt, int bStride, float[] panel, int panelAt) {
    int width = Math.ceilDiv(columns, lanes) * lanes;
    for (int p = 0; p < k; p++) {
      int to = panelAt + p * width;
      System.arraycopy(b, bAt + p * bStride, panel, to, columns);
      if (columns < width) {
        Arrays.fill(panel, to + columns, to + width, 0);
      }
    }
  }

  /** From B [n, k]: transposes. */
  void transposed(int k, int columns, float[] b, int bAt, int bStride, float[] panel, int panelAt) {
    int width = Math.ceilDiv(columns, lanes) * lanes;
    layouts.transpose(columns, k, b, bAt, bStride, panel, panelAt, width);
    for (int p = 0; p < k && columns < width; p++) {
      Arrays.fill(panel, panelAt + p * width + columns, panelAt + (p + 1) * width, 0);
    }
  }
}
