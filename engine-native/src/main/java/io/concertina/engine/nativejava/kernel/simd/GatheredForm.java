package io.concertina.engine.nativejava.kernel.simd;

import java.util.List;

/**
 * Which gathered tile. All distances are constants of the code.
 *
 * @param rows distance of each row of A from the first; of no meaning if they come from the table
 * @param table rows are where the table says
 * @param taps distance of each element of a group of the shared axis from the first
 * @param rights the same in B
 * @param vectors vectors per row
 * @param accumulate the sums start from C
 * @param masked the last vector is not full
 */
record GatheredForm(
    List<Integer> rows,
    boolean table,
    List<Integer> taps,
    List<Integer> rights,
    int vectors,
    boolean accumulate,
    boolean masked) {

  GatheredForm {
    rows = List.copyOf(rows);
    taps = List.copyOf(taps);
    rights = List.copyOf(rights);
  }
}
