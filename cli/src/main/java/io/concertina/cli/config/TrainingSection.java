package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a configuration says of training.
 *
 * @param plan how
 * @param trainer who
 * @param listeners who watches
 */
public record TrainingSection(
    TrainingPlan plan, Trainer trainer, List<TrainingListener> listeners) {

  static TrainingSection read(Settings root, long seed) {
    return new TrainingSection(
        TrainingPlan.read(root.section("training"), seed),
        root.makers().create(Trainer.class, "trainer", trainer(root)),
        root.plugins("listeners", TrainingListener.class));
  }

  /** A name, or a map of its name and its settings. */
  private static Object trainer(Settings root) {
    if (!root.has("trainer")) {
      return "local";
    }
    if (!(root.value("trainer") instanceof Map<?, ?>)) {
      return root.text("trainer");
    }
    Map<String, Object> settings =
        new LinkedHashMap<>(Settings.map("trainer", root.value("trainer")));
    Object name = settings.remove("name");
    if (name instanceof Map) {
      throw new ConfigurationException("trainer.name", "a name", name);
    }
    return Map.of(name == null ? "local" : name.toString(), settings);
  }
}
