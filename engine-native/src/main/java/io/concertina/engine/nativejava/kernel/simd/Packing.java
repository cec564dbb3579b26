package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.Matrix;
import java.util.Arrays;

/**
 * Writes panels of a matrix [k, n]: within a panel its columns side by side, row after row, padded
 * to whole vectors; panel after panel.
 */
final class Packing {

  private final int lanes;
  private final int panelColumns;
  private final SimdLayouts layouts;

  Packing(int lanes, int panelColumns, SimdLayouts layouts) {
    this.lanes = lanes;
    this.panelColumns = panelColumns;
    this.layouts = layouts;
  }

  /** Floats per row of a panel of so many columns. */
  int padded(int columns) {
    return Math.ceilDiv(columns, lanes) * lanes;
  }

  /** Columns of B [k, n]: reads along its rows. */
  void straight(int k, int fromColumn, int toColumn, Matrix b, float[] packed) {
    for (int p = 0; p < k; p++) {
      int from = b.at() + p * b.stride();
      for (int panel = fromColumn; panel < toColumn; panel += panelColumns) {
        int columns = Math.min(panelColumns, toColumn - panel);
        int width = padded(columns);
        int to = (panel - fromColumn) * k + p * width;
        System.arraycopy(b.elements(), from + panel, packed, to, columns);
        if (columns < width) {
          Arrays.fill(packed, to + columns, to + width, 0);
        }
      }
    }
  }

  /** Columns of B [k, n] that is stored as [n, k]. */
  void transposed(int k, int fromColumn, int toColumn, Matrix b, float[] packed) {
    for (int panel = fromColumn; panel < toColumn; panel += panelColumns) {
      int columns = Math.min(panelColumns, toColumn - panel);
      int width = padded(columns);
      int to = (panel - fromColumn) * k;
      int from = b.at() + panel * b.stride();
      layouts.transpose(columns, k, b.elements(), from, b.stride(), packed, to, width);
      for (int p = 0; p < k && columns < width; p++) {
        Arrays.fill(packed, to + p * width + columns, to + (p + 1) * width, 0);
      }
    }
  }
}
