package io.concertina.plugin.standard.initializer;

import io.concertina.layer.Initializer;
import java.util.random.RandomGenerator;

/** 0 everywhere. */
record Zeros() implements Initializer {
  @Override
  public float[] values(int[] sizes, RandomGenerator random) {
    return Draws.fill(sizes, 0);
  }
}
