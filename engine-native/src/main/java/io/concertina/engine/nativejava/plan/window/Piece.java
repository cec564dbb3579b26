package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.Gathering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A product per image.
 *
 * @param shape its tables
 * @param aAt position of the first channel of its group
 * @param bAt position of its right factor
 * @param cAt position of the first column of its group
 */
record Piece(Gathering shape, int aAt, int bAt, int cAt) {

  /**
   * The same without products by zero: a piece for each panel of columns, whose shared axis has the
   * rows of B that are not all 0 there. A chain of multiply-adds that starts from 0 has the same
   * bits without its zeros for finite images, but for the sign of a 0.
   *
   * @param b holds the right factor
   * @param lanes columns of a panel
   */
  List<Piece> withoutZeros(float[] b, int lanes) {
    int[] right = shape.right();
    List<Piece> panels = new ArrayList<>();
    for (int column = 0; column < shape.columns(); column += lanes) {
      int columns = Math.min(lanes, shape.columns() - column);
      int[] some = new int[right.length];
      int[] someRight = new int[right.length];
      int count = 0;
      for (int p = 0; p < right.length; p++) {
        if (hasNumbers(b, bAt + right[p] + column, columns)) {
          some[count] = shape.shared()[p];
          someRight[count++] = right[p];
        }
      }
      Gathering panel =
          new Gathering(
              shape.rows(),
              Arrays.copyOf(some, count),
              Arrays.copyOf(someRight, count),
              shape.targets(),
              columns);
      panels.add(new Piece(panel, aAt, bAt + column, cAt + column));
    }
    return panels;
  }

  private static boolean hasNumbers(float[] b, int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (b[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
