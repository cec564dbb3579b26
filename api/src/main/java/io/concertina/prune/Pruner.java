package io.concertina.prune;

import io.concertina.ir.Tensor;
import io.concertina.layer.Variable;
import java.util.List;
import java.util.Map;

/**
 * Decides which weights may differ from 0.
 *
 * <p>Runs on the host between two steps of training. It keeps nothing from one decision to the
 * next: the same state gives the same masks, so that a resumed run ends with the bits of one that
 * was never interrupted, and all engines see the same masks. Its {@code toString} tells all of its
 * settings, as that of a record does: a run that is resumed compares it.
 */
public interface Pruner {

  /**
   * The full names of the weights that it masks.
   *
   * @param variables of the model, in the order of its layers
   * @throws io.concertina.ConfigurationException if its settings name weights that are not there
   */
  List<String> targets(List<Variable> variables);

  /**
   * Whether it decides now; asked before every step.
   *
   * @throws io.concertina.ConfigurationException if the run is too short for its schedule; it says
   *     so before the first step
   */
  boolean due(PruningTime time);

  /** Batches over which it wants gradients averaged; 0 if it looks at none. */
  default int gradientBatches() {
    return 0;
  }

  /**
   * The masks from now on.
   *
   * @param state weights, masks and, if {@link #gradientBatches} asks for them, gradients
   * @return for every target, truth values of the weight's shape: true where it may differ from 0
   */
  Map<String, Tensor> masks(PruningState state);
}
