package io.concertina.plugin.standard.initializer;

/**
 * How many inputs an output of a variable has, and the reverse.
 *
 * <p>A variable [..., in, out] has fan_in = r · in and fan_out = r · out, r the product of the axes
 * in front (for a convolution its window). A vector counts its length for both, a scalar 1.
 *
 * @param in inputs per output
 * @param out outputs per input
 */
record Fans(double in, double out) {

  static Fans of(int... sizes) {
    int rank = sizes.length;
    if (rank < 2) {
      double length = rank == 0 ? 1 : sizes[0];
      return new Fans(length, length);
    }
    double field = 1;
    for (int axis = 0; axis < rank - 2; axis++) {
      field *= sizes[axis];
    }
    return new Fans(field * sizes[rank - 2], field * sizes[rank - 1]);
  }

  double mean() {
    return (in + out) / 2;
  }
}
