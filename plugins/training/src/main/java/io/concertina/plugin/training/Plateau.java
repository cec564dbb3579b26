package io.concertina.plugin.training;

import java.util.Map;

/** Counts the epochs since a value last improved. */
final class Plateau {

  private final String name;
  private final double minDelta;
  private double best = Double.POSITIVE_INFINITY;
  private int waited;

  /**
   * A count that has seen nothing yet.
   *
   * @param name prefix of its entries in a checkpoint
   * @param minDelta smallest decrease that counts as improvement
   */
  Plateau(String name, double minDelta) {
    this.name = name;
    this.minDelta = minDelta;
  }

  /** Takes the value of an epoch; true if it improved on the best one. */
  boolean improved(double value) {
    if (value < best - minDelta) {
      best = value;
      waited = 0;
      return true;
    }
    waited++;
    return false;
  }

  /** Epochs since the last improvement. */
  int waited() {
    return waited;
  }

  /** Starts counting anew; the best value stays. */
  void restart() {
    waited = 0;
  }

  /** Starts anew, as if nothing had been seen. */
  void forget() {
    best = Double.POSITIVE_INFINITY;
    waited = 0;
  }

  void save(Map<String, Double> progress) {
    progress.put(name + ".best", best);
    progress.put(name + ".waited", (double) waited);
  }

  void restore(Map<String, Double> progress) {
    best = progress.getOrDefault(name + ".best", best);
    waited = progress.getOrDefault(name + ".waited", 0.0).intValue();
  }
}
