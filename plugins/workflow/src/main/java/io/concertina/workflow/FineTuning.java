package io.concertina.workflow;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.model.Model;
import io.concertina.optimizer.RateSchedule;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingPlan;
import io.concertina.train.UpdateRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How a model is trained on: as it was trained before, where its file says how, and otherwise with
 * Adam at its usual rate, falling by a cosine, on the squared error in batches of 128.
 *
 * @param epochs passes over the rows; 0 for none
 * @param rate factor of the learning rate, above 0
 * @param seed of the order of rows and of noise
 * @param change what is changed in the description of the model's own plan
 */
public record FineTuning(
    int epochs, double rate, long seed, UnaryOperator<Map<String, Object>> change) {

  /**
   * Usual factor of the rate for a model with zeros: its units have fewer inputs, and bear larger
   * steps.
   */
  public static final double SPARSE_RATE = 3;

  /** Usual factor of the rate for a dense model. */
  public static final double DENSE_RATE = 1;

  /**
   * What ends a run early, holds rows back, seeded it or cut it in phases has no place in the
   * training of what is left.
   */
  private static final List<String> DROPPED =
      List.of(
          "early_stopping", "plateau", "validation_split", "pruner", "seed", "phases", "pretrain");

  public FineTuning {
    if (epochs < 0) {
      throw new ConfigurationException("fine-tuning", "at least 0 epochs", epochs);
    }
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new ConfigurationException("fine-tuning rate", "a factor above 0", rate);
    }
  }

  /** As the model was trained before. */
  public static FineTuning of(int epochs, double rate, long seed) {
    return new FineTuning(epochs, rate, seed, tree -> tree);
  }

  /** No training at all. */
  public static FineTuning none() {
    return of(0, DENSE_RATE, 0);
  }

  /** The plan of a run of at least one epoch. */
  TrainingPlan plan(Model model, Registry registry) {
    Map<String, Object> tree = new LinkedHashMap<>(model.provenance().plan());
    if (tree.isEmpty()) {
      tree.put("batch", 128);
      tree.put("optimizer", "adam");
      tree.put("schedule", "cosine");
    }
    tree.keySet().removeAll(DROPPED);
    tree.put("epochs", Math.max(1, epochs));
    TrainingPlan plan =
        TrainingPlan.read(new Settings("training", change.apply(tree), registry), seed);
    UpdateRule rule = plan.rule();
    return plan.with(
        (RateSchedule) (base, step, total) -> rate * scheduled(rule, base, step, total));
  }

  private static double scheduled(UpdateRule rule, double base, long step, long total) {
    return rule.schedule().map(schedule -> schedule.rate(base, step, total)).orElse(base);
  }
}
