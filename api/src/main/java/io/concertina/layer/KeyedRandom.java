package io.concertina.layer;

import io.concertina.ir.Threefry;
import java.util.random.RandomGenerator;

/**
 * Random numbers on the host out of the counter-based generator {@link Threefry}; the same key
 * gives the same numbers on every machine.
 */
public final class KeyedRandom implements RandomGenerator {

  private final long key;
  private long counter;

  /**
   * A generator at the start of its stream.
   *
   * @param key usually a fold of the run's seed and a name
   */
  public KeyedRandom(long key) {
    this.key = key;
  }

  /** The generator of a purpose within a run: key fold(seed, purpose). */
  public static KeyedRandom of(long seed, String purpose) {
    return new KeyedRandom(Threefry.fold(seed, purpose));
  }

  @Override
  public long nextLong() {
    return Threefry.fold(key, counter++);
  }

  /** Standard normal by the Box-Muller transform, one of the two values. */
  @Override
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /** A uniformly random order of 0 … n-1. */
  public int[] permutation(int n) {
    int[] order = new int[n];
    permute(order, n);
    return order;
  }

  /**
   * Writes the next {@link #permutation} to the start of an array (Fisher-Yates, inside out).
   *
   * @param target receives the order
   * @param n how many numbers
   */
  public void permute(int[] target, int n) {
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      target[i] = target[j];
      target[j] = i;
    }
  }
}
