package io.concertina.plugin.sparsity.weight;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws of 0 … n-1 without repetition, by the Fisher-Yates shuffle. */
final class Choice {

  private final int[] rest;
  private int drawn;

  Choice(int n) {
    rest = new int[n];
    Arrays.setAll(rest, i -> i);
  }

  /** One that has not been drawn, of which there must be some. */
  int next(RandomGenerator random) {
    int at = random.nextInt(drawn, rest.length);
    int chosen = rest[at];
    rest[at] = rest[drawn];
    rest[drawn++] = chosen;
    return chosen;
  }
}
