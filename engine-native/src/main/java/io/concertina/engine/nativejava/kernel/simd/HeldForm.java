package io.concertina.engine.nativejava.kernel.simd;

import java.util.List;

/**
 * Which tile that holds B.
 *
 * @param shared what each element of the shared axis adds to a position, constants of the code
 * @param vectors vectors per row
 * @param stride distance of two rows of B
 * @param masked the last vector is not full
 */
record HeldForm(List<Integer> shared, int vectors, int stride, boolean masked) {

  HeldForm {
    shared = List.copyOf(shared);
  }
}
