package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.Gathering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the rows of a panel of a gathered product fall into tiles.
 *
 * @param starts first rows of the tiles, and the row after the last
 * @param group neighbours on the shared axis that are multiplied together
 * @param table the rows of tiles come from the table
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares cuts.
record Cut(int[] starts, int group, boolean table) {

  /** Tiles of different distances at most: each is compiled by itself. */
  private static final int MOST_FORMS = 8;

  /**
   * Multiply-adds of a loop's body at most: the JIT compiler leaves longer ones half done
   * (benchmark WindowBenchmark).
   */
  private static final int MOST_WORK = 48;

  /** The cut for a panel of so many vectors. */
  static Cut of(Gathering shape, int vectors, Width width) {
    int height = height(shape.rows(), width.gatheredRows(vectors));
    int[] starts = starts(shape.rows(), height);
    if (forms(shape.rows(), starts) > MOST_FORMS) {
      return new Cut(starts, 1, true);
    }
    int most =
        Math.min(width.gatheredRegisters() / vectors - height, MOST_WORK / (height * vectors));
    int group = Math.clamp(most, 1, Math.max(1, shape.shared().length));
    while (!areAlike(shape, group)) {
      group--;
    }
    return new Cut(starts, group, false);
  }

  /** How many forms tiles have. */
  private static int forms(int[] rows, int[] starts) {
    Set<List<Integer>> forms = new HashSet<>();
    Cut cut = new Cut(starts, 1, false);
    for (int t = 0; t + 1 < starts.length; t++) {
      forms.add(cut.distances(rows, t));
    }
    return forms.size();
  }

  /**
   * True if the shared axis falls into groups of a size that all lie alike, in A at growing
   * distances from the first.
   */
  private static boolean areAlike(Gathering shape, int group) {
    int[] shared = shape.shared();
    int[] right = shape.right();
    if (group > 1 && shared.length % group != 0) {
      return false;
    }
    for (int p = 0; p < shared.length; p++) {
      int t = p % group;
      int first = p - t;
      if (shared[p] - shared[first] != shared[t] - shared[0]
          || right[p] - right[first] != right[t] - right[0]
          || (t > 0 && shared[p] <= shared[p - 1])) {
        return false;
      }
    }
    return true;
  }

  /** Distance of each row of a tile from its first. */
  List<Integer> distances(int[] rows, int tile) {
    List<Integer> distances = new ArrayList<>();
    for (int row = starts[tile]; row < starts[tile + 1]; row++) {
      distances.add(table ? 0 : rows[row] - rows[starts[tile]]);
    }
    return distances;
  }

  /** Rows of a tile: whole lines, or even parts of one, if that keeps the multipliers busy. */
  private static int height(int[] rows, int most) {
    int line = line(rows);
    if (line <= most) {
      return most / line * line;
    }
    return Math.ceilDiv(line, Math.ceilDiv(line, most));
  }

  /** How many rows from the first on follow each other at the same distance. */
  private static int line(int[] rows) {
    int end = Math.min(2, rows.length);
    while (end < rows.length && rows[end] - rows[end - 1] == rows[1] - rows[0]) {
      end++;
    }
    return end;
  }

  private static int[] starts(int[] rows, int height) {
    int line = line(rows);
    int[] starts = new int[rows.length + 1];
    int count = 0;
    if (height >= line || rows.length % line != 0) {
      for (int row = 0; row < rows.length; row += height) {
        starts[count++] = row;
      }
    } else {
      int parts = Math.ceilDiv(line, height);
      for (int row = 0; row < rows.length; row += line) {
        for (int part = 0; part < parts; part++) {
          starts[count++] = row + line * part / parts;
        }
      }
    }
    starts[count++] = rows.length;
    return Arrays.copyOf(starts, count);
  }
}
