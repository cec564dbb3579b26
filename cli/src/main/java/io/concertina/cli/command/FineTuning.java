package io.concertina.cli.command;

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
import java.util.Set;

/**
 * How a model is trained on: as it was trained before, where its file says how, and otherwise with
 * Adam at its usual rate, falling by a cosine, on the squared error in batches of 128.
 *
 * @param epochs passes over the rows; 0 for none
 * @param rate factor of the learning rate, above 0
 * @param seed of the order of rows and of noise
 * @param overrides {@code key=value} for keys of the section {@code training}
 */
record FineTuning(int epochs, double rate, long seed, List<String> overrides) {

  /**
   * Usual factor of the rate for a model with zeros: its units have fewer inputs, and bear larger
   * steps.
   */
  static final double SPARSE_RATE = 3;

  /** Usual factor of the rate for a dense model. */
  static final double DENSE_RATE = 1;

  /**
   * What ends a run early, holds rows back or seeded it has no place in the training of what is
   * left.
   */
  private static final List<String> DROPPED =
      List.of("early_stopping", "plateau", "validation_split", "pruner", "seed");

  /** Keys whose value is a name with its settings below it. */
  private static final Set<String> CHOICES = Set.of("loss", "optimizer", "schedule");

  FineTuning {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new ConfigurationException("--rate", "a factor above 0", rate);
    }
    overrides = List.copyOf(overrides);
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
    overrides.forEach(override -> put(tree, override));
    TrainingPlan plan = TrainingPlan.read(new Settings("training", tree, registry), seed);
    UpdateRule rule = plan.rule();
    return plan.with(
        (RateSchedule) (base, step, total) -> rate * scheduled(rule, base, step, total));
  }

  private static double scheduled(UpdateRule rule, double base, long step, long total) {
    return rule.schedule().map(schedule -> schedule.rate(base, step, total)).orElse(base);
  }

  private static void put(Map<String, Object> tree, String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new ConfigurationException(
          "--set", "key=value, for instance optimizer.adam.rate=0.0005", override);
    }
    String[] keys = override.substring(0, equals).split("\\.");
    Map<String, Object> place = tree;
    for (int i = 0; i < keys.length - 1; i++) {
      Map<String, Object> copy = new LinkedHashMap<>();
      Object there = place.get(keys[i]);
      boolean choice = CHOICES.contains(keys[i]);
      if (there instanceof Map<?, ?> below) {
        below.forEach((key, value) -> copy.put(String.valueOf(key), value));
      }
      boolean another = choice ? !copy.containsKey(keys[i + 1]) : copy.isEmpty();
      if (there != null && another && !keys[i + 1].equals(there)) {
        throw new ConfigurationException(
            "--set " + override,
            "settings of "
                + (copy.isEmpty() ? there : copy.keySet().iterator().next())
                + ", which stands there",
            keys[i + 1] + "; set " + keys[i] + " first");
      }
      place.put(keys[i], copy);
      place = copy;
    }
    place.put(keys[keys.length - 1], override.substring(equals + 1));
  }
}
