package io.concertina.plugin.datasets;

import io.concertina.ConfigurationException;
import io.concertina.ir.Shape;
import java.util.Arrays;

/**
 * How the numbers of a row make pictures.
 *
 * @param count pictures of a row, one below the other
 * @param height of each
 * @param width of each
 * @param channels 1 for grey, 3 for red, green, blue
 */
record SheetRow(int count, int height, int width, int channels) {

  /**
   * Shapes [..., height, width] and [..., height, width, 1 or 3] are pictures; a last axis of a
   * square number of elements without a picture's height before it is a square picture.
   *
   * @throws ConfigurationException if a shape is neither
   */
  static SheetRow of(String where, Shape sample) {
    int[] sizes = sample.sizes();
    int rank = sizes.length;
    int last = rank == 0 ? 0 : sizes[rank - 1];
    boolean coloured = rank >= 3 && (last == 1 || last == 3);
    int side = (int) Math.round(Math.sqrt(last));
    if (rank >= 1 && last > 3 && side * side == last && (rank == 1 || sizes[rank - 2] <= 2)) {
      return new SheetRow(product(sizes, rank - 1), side, side, 1);
    }
    if (coloured) {
      return new SheetRow(product(sizes, rank - 3), sizes[rank - 3], sizes[rank - 2], last);
    }
    if (rank >= 2 && sample.size() > 0) {
      return new SheetRow(product(sizes, rank - 2), sizes[rank - 2], last, 1);
    }
    throw new ConfigurationException(
        where, "rows [height, width], [height, width, 3] or of a square number of columns", sample);
  }

  private static int product(int[] sizes, int axes) {
    return Arrays.stream(sizes, 0, axes).reduce(1, Math::multiplyExact);
  }

  /** Numbers of a row. */
  int size() {
    return count * height * width * channels;
  }
}
