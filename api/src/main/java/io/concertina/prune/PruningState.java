package io.concertina.prune;

import io.concertina.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a pruner decides on; its tensors change when the run goes on.
 *
 * @param time where the run is
 * @param seed of the run, for pruners that draw
 * @param weights values of the targets by full name, in the order of the layers
 * @param masks of the targets, with the same keys
 * @param gradients of the targets, with the same keys, or empty if the pruner asked for none
 * @param unitAxes for targets whose layers' units lie along another axis than the last, which
 */
public record PruningState(
    PruningTime time,
    long seed,
    Map<String, Tensor> weights,
    Map<String, Tensor> masks,
    Map<String, WeightGradient> gradients,
    Map<String, Integer> unitAxes) {

  public PruningState {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    masks = Collections.unmodifiableMap(new LinkedHashMap<>(masks));
    gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    unitAxes = Map.copyOf(unitAxes);
  }

  /** Of targets whose units all lie along the last axis. */
  public PruningState(
      PruningTime time,
      long seed,
      Map<String, Tensor> weights,
      Map<String, Tensor> masks,
      Map<String, WeightGradient> gradients) {
    this(time, seed, weights, masks, gradients, Map.of());
  }

  /** The axis of a target along which the units lie that its layer makes. */
  public int unitAxis(String name) {
    return unitAxes.getOrDefault(name, weight(name).shape().rank() - 1);
  }

  /** The value of a target. */
  public Tensor weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  /** The mask of a target. */
  public Tensor mask(String name) {
    return Objects.requireNonNull(masks.get(name), name);
  }

  /** The gradient of a target. */
  public WeightGradient gradient(String name) {
    return Objects.requireNonNull(gradients.get(name), name);
  }
}
