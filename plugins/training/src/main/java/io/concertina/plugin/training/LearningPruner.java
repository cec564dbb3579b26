package io.concertina.plugin.training;

import io.concertina.ir.Tensor;
import io.concertina.layer.Variable;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningState;
import io.concertina.prune.PruningTime;
import io.concertina.train.LayerRates;
import java.util.List;
import java.util.Map;

/**
 * A pruner that sees only what learns: frozen weights keep the elements and the zeros they have.
 *
 * @param pruner decides
 * @param layers which learn
 */
record LearningPruner(Pruner pruner, LayerRates layers) implements Pruner {

  @Override
  public List<String> targets(List<Variable> variables) {
    return pruner.targets(variables.stream().filter(v -> layers.learns(v.name())).toList());
  }

  @Override
  public boolean due(PruningTime time) {
    return pruner.due(time);
  }

  @Override
  public int gradientBatches() {
    return pruner.gradientBatches();
  }

  @Override
  public Map<String, Tensor> masks(PruningState state) {
    return pruner.masks(state);
  }
}
