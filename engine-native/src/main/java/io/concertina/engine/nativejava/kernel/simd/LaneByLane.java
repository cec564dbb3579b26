package io.concertina.engine.nativejava.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Operations without a vector form of the same bits; slow, and rare in models. */
final class LaneByLane {

  private LaneByLane() {}

  /** xʸ by {@link Math#pow} in double. */
  static FloatVector pow(FloatVector x, FloatVector y) {
    float[] base = x.toArray();
    float[] exponent = y.toArray();
    for (int i = 0; i < base.length; i++) {
      base[i] = (float) Math.pow(base[i], exponent[i]);
    }
    return FloatVector.fromArray(x.species(), base, 0);
  }

  /** x / y towards 0; 0 where y is 0. */
  static IntVector div(IntVector x, IntVector y) {
    int[] dividend = x.toIntArray();
    int[] divisor = y.toIntArray();
    for (int i = 0; i < dividend.length; i++) {
      dividend[i] = divisor[i] == 0 ? 0 : dividend[i] / divisor[i];
    }
    return IntVector.fromArray(x.species(), dividend, 0);
  }
}
