package io.concertina.cli.config;

import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
import io.concertina.config.Settings;
import io.concertina.train.Clip;
import io.concertina.train.EarlyStopping;
import io.concertina.train.Objective;
import io.concertina.train.PlateauRate;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The section {@code training} of a configuration. */
final class TrainingSection {

  private TrainingSection() {}

  static TrainingPlan read(Settings settings, long seed) {
    Loss loss =
        settings
            .makers()
            .create(
                Loss.class,
                settings.where("loss"),
                settings.has("loss") ? settings.value("loss") : "mse");
    Objective objective = new Objective(loss, metrics(settings));
    Optimizer optimizer =
        settings
            .makers()
            .create(
                Optimizer.class,
                settings.where("optimizer"),
                settings.has("optimizer") ? settings.value("optimizer") : "adam");
    RateSchedule constant = (base, _, _) -> base;
    TrainingPlan plan =
        new TrainingPlan(
            objective,
            optimizer,
            settings.plugin("schedule", RateSchedule.class, constant),
            clip(settings.section("clip")),
            settings.integer("epochs", 10),
            settings.integer("batch", 32),
            seed,
            settings.flag("shuffle", true),
            settings.number("validation_split", 0),
            settings.has("early_stopping") ? Optional.of(stopping(settings)) : Optional.empty(),
            settings.has("plateau") ? Optional.of(plateau(settings)) : Optional.empty(),
            settings.has("pruner")
                ? Optional.of(settings.plugin("pruner", Pruner.class))
                : Optional.empty());
    settings.finish();
    return plan;
  }

  private static Map<String, Metric> metrics(Settings settings) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    List<Object> trees = settings.list("metrics");
    for (int i = 0; i < trees.size(); i++) {
      Object tree = trees.get(i);
      String name =
          tree instanceof Map<?, ?> map
              ? String.valueOf(map.keySet().iterator().next())
              : tree.toString();
      metrics.put(
          name,
          settings.makers().create(Metric.class, settings.where("metrics[" + i + "]"), tree));
    }
    return metrics;
  }

  private static Clip clip(Settings settings) {
    Clip clip = Clip.none();
    for (Clip.Kind kind : Clip.Kind.values()) {
      String key = kind.name().toLowerCase(Locale.ROOT);
      if (kind != Clip.Kind.NONE && settings.has(key)) {
        clip = new Clip(kind, settings.number(key));
      }
    }
    settings.finish();
    return clip;
  }

  private static EarlyStopping stopping(Settings training) {
    Settings settings = training.section("early_stopping");
    EarlyStopping rule =
        new EarlyStopping(
            settings.text("monitor", "val_loss"),
            settings.integer("patience", 5),
            settings.number("min_delta", 0),
            settings.flag("restore_best", true));
    settings.finish();
    return rule;
  }

  private static PlateauRate plateau(Settings training) {
    Settings settings = training.section("plateau");
    PlateauRate rule =
        new PlateauRate(
            settings.text("monitor", "val_loss"),
            settings.number("factor", 0.5),
            settings.integer("patience", 5),
            settings.number("min_delta", 0),
            settings.number("min_rate", 0));
    settings.finish();
    return rule;
  }
}
