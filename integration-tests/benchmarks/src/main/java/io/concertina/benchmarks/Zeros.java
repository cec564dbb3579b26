package io.concertina.benchmarks;

import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.Random;

/**
 * A pattern of zeros in a matrix.
 *
 * @param share share of the elements that are 0
 * @param block how many neighbours in a row are kept or 0 together
 */
record Zeros(double share, int block) {

  /** The matrix with its zeros, the same in every run. */
  Tensor in(Tensor matrix) {
    Random random = new Random(1);
    float[] elements = matrix.toFloats();
    int columns = matrix.shape().dim(-1).size();
    for (int row = 0; row < elements.length; row += columns) {
      for (int j = 0; j < columns; j += block) {
        if (random.nextDouble() < share) {
          Arrays.fill(elements, row + j, row + Math.min(columns, j + block), 0);
        }
      }
    }
    return Tensor.view(matrix.shape(), elements);
  }
}
