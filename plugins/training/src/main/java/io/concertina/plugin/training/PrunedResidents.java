package io.concertina.plugin.training;

import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.model.Masks;
import io.concertina.model.Model;
import io.concertina.optimizer.Optimizer;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningTime;
import io.concertina.train.Pruning;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingPlan;
import java.util.List;
import java.util.Map;

/** The residents of a run under a pruner: weights, masks and the optimiser's slots. */
final class PrunedResidents implements AutoCloseable {

  private final Pruning pruning;
  private final Optimizer optimizer;
  private final Residents residents;
  private final List<String> masked;

  /**
   * Residents that hold weights and masks.
   *
   * @param model has a mask for every weight that the pruner may change
   * @param rows what the pruner's gradients are measured on
   */
  PrunedResidents(
      Pruner pruner,
      Model model,
      TrainingPlan plan,
      Engine engine,
      Residents residents,
      Dataset rows) {
    this.optimizer = plan.optimizer();
    this.residents = residents;
    this.masked = List.copyOf(model.masks().keySet());
    this.pruning =
        new Pruning(
            pruner, model, plan.objective(), engine, residents, rows, plan.batch(), plan.seed());
  }

  /** Lets the pruner decide if it wants to; true if a mask has changed. */
  boolean update(PruningTime time) {
    Map<String, Tensor> changed = pruning.update(time);
    changed.forEach(this::restart);
    return !changed.isEmpty();
  }

  /** Clears the slots of masked elements: an element that comes back begins without its past. */
  private void restart(String weight, Tensor mask) {
    for (String slot : optimizer.slots()) {
      String name = TrainingFunctions.slot(slot, weight);
      float initial = (float) optimizer.initial(slot);
      residents.put(name, Masks.apply(mask, residents.view(name), initial));
    }
  }

  /** Share of the masks that is false. */
  double sparsity() {
    long elements = 0;
    long zeros = 0;
    for (String name : masked) {
      Tensor mask = residents.view(Masks.resident(name));
      elements += mask.size();
      for (int i = 0; i < mask.size(); i++) {
        zeros += 1 - mask.intAt(i);
      }
    }
    return (double) zeros / elements;
  }

  @Override
  public void close() {
    pruning.close();
  }
}
