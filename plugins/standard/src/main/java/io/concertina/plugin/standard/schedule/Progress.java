package io.concertina.plugin.standard.schedule;

/** How far a run is. */
final class Progress {

  private Progress() {}

  /**
   * (step - 1) / totalSteps: 0 at the first step and just below 1 at the last, which thus still
   * moves the weights when the rate goes towards 0. Beyond the end it stays 1.
   */
  static double of(long step, long totalSteps) {
    return Math.clamp((step - 1.0) / Math.max(1, totalSteps), 0, 1);
  }
}
