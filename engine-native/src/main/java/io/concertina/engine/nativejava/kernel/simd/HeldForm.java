package io.concertina.engine.nativejava.kernel.simd;

import java.util.List;

/**
 * Which tile that holds B. All distances are constants of the code.
 *
 * @param shared what each element of the shared axis adds to a position
 * @param right position of each row of B
 * @param pair distance of a row with an even number to the next one if all are alike, and there is
 *     a next one; 0 to take row by row
 * @param vectors vectors per row
 * @param masked the last vector is not full
 */
record HeldForm(List<Integer> shared, List<Integer> right, int pair, int vectors, boolean masked) {

  HeldForm {
    shared = List.copyOf(shared);
    right = List.copyOf(right);
  }
}
