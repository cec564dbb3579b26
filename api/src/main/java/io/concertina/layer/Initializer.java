package io.concertina.layer;

import java.util.random.RandomGenerator;

/** Gives a variable its first value. Runs on the host, so that all engines start alike. */
public interface Initializer {

  /**
   * The first value.
   *
   * @param sizes sizes of the variable's axes; kernels have inputs before outputs
   * @param random a generator for this variable alone
   * @return the elements in row-major order
   */
  float[] values(int[] sizes, RandomGenerator random);

  /**
   * Whether zeros of a weight's first value are to stay: then the model gets a mask that is false
   * there, and training leaves them alone.
   */
  default boolean keepsZeros() {
    return false;
  }
}
