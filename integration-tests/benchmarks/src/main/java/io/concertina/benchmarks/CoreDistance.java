package io.concertina.benchmarks;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long a number takes from one core to another and back. In a virtual machine this may change
 * while it runs: about 100 ns where both cores share a cache, several times that where they do not,
 * and what two threads reach changes with it.
 */
final class CoreDistance {

  private static final int TRIPS = 500;
  private static final int TRIES = 20;

  /** Numbers between the two cells, so that they share no cache line. */
  private static final int APART = 32;

  private static final int THERE = APART;
  private static final int BACK = 2 * APART;
  private static final long END = -1;

  private CoreDistance() {}

  /** Nanoseconds per round trip, the best of some tries. */
  static double nanos() {
    AtomicLongArray cells = new AtomicLongArray(3 * APART);
    Thread other = Thread.ofPlatform().daemon().start(() -> answer(cells));
    double best = Double.MAX_VALUE;
    long trip = 0;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      for (int j = 0; j < TRIPS; j++) {
        trip++;
        cells.setRelease(THERE, trip);
        while (cells.getAcquire(BACK) != trip) {
          Thread.onSpinWait();
        }
      }
      best = Math.min(best, (double) (System.nanoTime() - start) / TRIPS);
    }
    cells.setRelease(THERE, END);
    join(other);
    return best;
  }

  private static void answer(AtomicLongArray cells) {
    for (long trip = 0; trip != END; trip = cells.getAcquire(THERE)) {
      cells.setRelease(BACK, trip);
      Thread.onSpinWait();
    }
  }

  private static void join(Thread other) {
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line about it. */
  static String line() {
    return String.format(Locale.ROOT, "between two cores and back %.0f ns", nanos());
  }
}
