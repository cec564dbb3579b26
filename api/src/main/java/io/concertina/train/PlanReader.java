package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a plan out of settings. */
final class PlanReader {

  private final Settings settings;
  private final Map<String, Watch> metrics = new LinkedHashMap<>();

  PlanReader(Settings settings) {
    this.settings = settings;
  }

  TrainingPlan read(long seed) {
    TrainingPlan plan =
        new TrainingPlan(
            objective(),
            new UpdateRule(
                plugin("optimizer", Optimizer.class, "adam"),
                optional("schedule", RateSchedule.class),
                clip(),
                layers()),
            batching(),
            new Duration(
                settings.integer("epochs", 10),
                settings.has("early_stopping") ? Optional.of(stopping()) : Optional.empty(),
                settings.has("plateau") ? Optional.of(plateau()) : Optional.empty()),
            optional("pruner", Pruner.class),
            settings.longInteger("seed", seed));
    if (settings.has(Pretraining.KEY)
        && !PhaseReader.NONE.equals(settings.value(Pretraining.KEY))) {
      plan = plan.with(Pretraining.read(settings));
    }
    List<TrainingPhase> phases = new PhaseReader(settings).read(plan.seed());
    settings.finish();
    return phases.isEmpty() ? plan : plan.with(phases);
  }

  private <T> T plugin(String key, Class<T> kind, String fallback) {
    Object tree = settings.has(key) ? settings.value(key) : fallback;
    return settings.makers().create(kind, settings.where(key), tree);
  }

  private <T> Optional<T> optional(String key, Class<T> kind) {
    return settings.has(key) ? Optional.of(settings.plugin(key, kind)) : Optional.empty();
  }

  private Objective objective() {
    Loss loss = plugin("loss", Loss.class, "mse");
    metrics(settings, Objective.RECONSTRUCTION);
    List<HeadTerm> heads = new ArrayList<>();
    Settings terms = settings.section("terms");
    for (String head : terms.keys()) {
      Settings term = terms.section(head);
      heads.add(new HeadTerm(head, term.plugin("loss", Loss.class)));
      metrics(term, head);
      term.finish();
    }
    return new Objective(loss, heads, metrics, coefficients());
  }

  private Map<String, Coefficient> coefficients() {
    Settings section = settings.section("coefficients");
    Map<String, Coefficient> coefficients = new LinkedHashMap<>();
    for (String name : section.keys()) {
      coefficients.put(name, Coefficient.read(section, name));
    }
    return coefficients;
  }

  /** A metric is called after its factory, and after the head in front of it if it is of one. */
  private void metrics(Settings section, String term) {
    List<Object> trees = section.list("metrics");
    for (int i = 0; i < trees.size(); i++) {
      Object tree = trees.get(i);
      String given = "";
      if (tree instanceof Map<?, ?> map && map.size() == 2 && map.get("name") instanceof String s) {
        given = s;
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.remove("name");
        tree = rest;
      }
      String where = section.where("metrics") + "[" + i + "]";
      Metric metric = settings.makers().create(Metric.class, where, tree);
      String name = given.isEmpty() ? name(term, tree) : given;
      if (metrics.put(name, new Watch(metric, term)) != null) {
        throw new ConfigurationException(where, "a metric of another name", "a second " + name);
      }
    }
  }

  /** The name that a metric has if none is given. */
  static String name(String term, Object tree) {
    String plain =
        tree instanceof Map<?, ?> map
            ? String.valueOf(map.keySet().iterator().next())
            : tree.toString();
    return term.equals(Objective.RECONSTRUCTION) ? plain : term + "_" + plain;
  }

  private Clip clip() {
    Settings section = settings.section("clip");
    Clip clip = Clip.none();
    for (Clip.Kind kind : Clip.Kind.values()) {
      String key = kind.name().toLowerCase(Locale.ROOT);
      if (kind != Clip.Kind.NONE && section.has(key)) {
        if (clip.kind() != Clip.Kind.NONE) {
          throw new ConfigurationException(section.path(), "one bound", section.keys());
        }
        clip = new Clip(kind, section.number(key));
      }
    }
    section.finish();
    return clip;
  }

  private LayerRates layers() {
    List<String> frozen = settings.list("freeze").stream().map(String::valueOf).toList();
    Settings section = settings.section("rates");
    Map<String, Double> factors = new LinkedHashMap<>();
    section.keys().forEach(path -> factors.put(path, section.number(path)));
    return new LayerRates(frozen, factors);
  }

  private Batching batching() {
    return new Batching(
        settings.integer("batch", 32),
        settings.integer("blocks", 1),
        shuffle(),
        settings.number("validation_split", 0));
  }

  /** Before there were words for it, it was true or false. */
  private Shuffle shuffle() {
    String text = settings.text("shuffle", "whole");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Shuffle.WHOLE;
      case "false" -> Shuffle.NONE;
      default -> settings.choice("shuffle", Shuffle.class, Shuffle.WHOLE);
    };
  }

  private EarlyStopping stopping() {
    Settings section = settings.section("early_stopping");
    EarlyStopping rule =
        new EarlyStopping(
            section.text("monitor", "val_loss"),
            section.integer("patience", 5),
            section.number("min_delta", 0),
            section.flag("restore_best", true));
    section.finish();
    return rule;
  }

  private PlateauRate plateau() {
    Settings section = settings.section("plateau");
    PlateauRate rule =
        new PlateauRate(
            section.text("monitor", "val_loss"),
            section.number("factor", 0.5),
            section.integer("patience", 5),
            section.number("min_delta", 0),
            section.number("min_rate", 0));
    section.finish();
    return rule;
  }
}
