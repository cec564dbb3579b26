package io.concertina.plugin.pruning;

import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.prune.PruningState;

/** What an element of a weight is worth; what is worth least goes first. */
public enum Criterion {
  /** |w|. Source: S. Han et al., "Learning both Weights and Connections", NeurIPS 2015. */
  MAGNITUDE,
  /**
   * The mean over batches of |∂L/∂w|, the greedy rule: what the loss pulls at least goes first. The
   * mean of absolute values and not the absolute mean, which is near 0 for every weight of a
   * trained network.
   */
  GRADIENT_MAGNITUDE,
  /**
   * |w| times the mean over batches of |∂L/∂w|: by how much the loss moves, to first order, when
   * the weight is set to 0. Source: P. Molchanov et al., "Importance Estimation for Neural Network
   * Pruning", CVPR 2019, equation 8; the same product, signed and summed over the steps of
   * fine-tuning, is the score of V. Sanh et al., "Movement Pruning", NeurIPS 2020, which would make
   * the decision depend on more than the state of the run.
   */
  MOVEMENT,
  /** A number drawn once per element and seed: the control. */
  RANDOM;

  /** True if the scores need gradients. */
  boolean usesGradients() {
    return switch (this) {
      case MAGNITUDE, RANDOM -> false;
      case GRADIENT_MAGNITUDE, MOVEMENT -> true;
    };
  }

  /** Score of every element of a weight, at least 0. */
  float[] scores(String name, PruningState state) {
    Tensor weight = state.weight(name);
    float[] scores = new float[weight.size()];
    switch (this) {
      case MAGNITUDE -> {
        for (int i = 0; i < scores.length; i++) {
          scores[i] = Math.abs(weight.floatAt(i));
        }
      }
      case GRADIENT_MAGNITUDE ->
          state.gradient(name).magnitude().copyTo(0, scores, 0, scores.length);
      case MOVEMENT -> {
        Tensor gradient = state.gradient(name).magnitude();
        for (int i = 0; i < scores.length; i++) {
          scores[i] = Math.abs(weight.floatAt(i)) * gradient.floatAt(i);
        }
      }
      case RANDOM -> {
        KeyedRandom random = KeyedRandom.of(state.seed(), "prune:" + name);
        for (int i = 0; i < scores.length; i++) {
          scores[i] = random.nextFloat();
        }
      }
    }
    return scores;
  }
}
