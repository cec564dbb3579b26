package io.concertina.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most multiply-adds per second that one thread can do: twelve independent chains in registers,
 * at the preferred width. Every kernel is judged by its share of this, measured in the same run.
 */
final class Ceiling {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;

  private Ceiling() {}

  /** Floating point operations of one call, a fused multiply-add counting as two. */
  static double operations(int steps) {
    return 2.0 * CHAINS * SPECIES.length() * steps;
  }

  static float run(int steps) {
    FloatVector a = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector b = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector c0 = a;
    FloatVector c1 = a;
    FloatVector c2 = a;
    FloatVector c3 = a;
    FloatVector c4 = a;
    FloatVector c5 = a;
    FloatVector c6 = a;
    FloatVector c7 = a;
    FloatVector c8 = a;
    FloatVector c9 = a;
    FloatVector c10 = a;
    FloatVector c11 = a;
    for (int i = 0; i < steps; i++) {
      c0 = c0.fma(a, b);
      c1 = c1.fma(a, b);
      c2 = c2.fma(a, b);
      c3 = c3.fma(a, b);
      c4 = c4.fma(a, b);
      c5 = c5.fma(a, b);
      c6 = c6.fma(a, b);
      c7 = c7.fma(a, b);
      c8 = c8.fma(a, b);
      c9 = c9.fma(a, b);
      c10 = c10.fma(a, b);
      c11 = c11.fma(a, b);
    }
    FloatVector sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    return sum.add(c6.add(c7).add(c8).add(c9).add(c10).add(c11)).reduceLanes(VectorOperators.ADD);
  }
}
