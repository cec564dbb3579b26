package io.concertina.train;

import io.concertina.config.Makers;
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

/** Writes a plan as settings, such that {@link PlanReader} makes an equal one. */
final class PlanDescription {

  private final Makers makers;

  PlanDescription(Makers makers) {
    this.makers = makers;
  }

  Map<String, Object> of(TrainingPlan plan) {
    Map<String, Object> common = piece(plan);
    plan.pretraining().ifPresent(p -> common.put(Pretraining.KEY, p.describe(makers)));
    if (!plan.phases().isEmpty()) {
      common.put(
          PhaseReader.PHASES, plan.phases().stream().map(p -> phase(p, piece(plan))).toList());
    }
    return common;
  }

  /** What a phase does not inherit. */
  private Map<String, Object> phase(TrainingPhase phase, Map<String, Object> common) {
    Map<String, Object> own = piece(phase.plan());
    for (Map.Entry<String, Object> inherited : common.entrySet()) {
      String key = inherited.getKey();
      if (inherited.getValue().equals(own.get(key))) {
        own.remove(key);
      } else {
        own.putIfAbsent(key, PhaseReader.NONE);
      }
    }
    if (phase.continues()) {
      own.put(PhaseReader.CONTINUE, true);
    }
    return own;
  }

  private Map<String, Object> piece(TrainingPlan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("seed", plan.seed());
    describe(plan.objective(), tree);
    tree.put("optimizer", makers.describe(Optimizer.class, plan.optimizer()));
    plan.rule()
        .schedule()
        .ifPresent(s -> tree.put("schedule", makers.describe(RateSchedule.class, s)));
    Clip clip = plan.rule().clip();
    if (clip.kind() != Clip.Kind.NONE) {
      tree.put("clip", Map.of(clip.kind().name().toLowerCase(Locale.ROOT), clip.limit()));
    }
    LayerRates layers = plan.rule().layers();
    if (!layers.frozen().isEmpty()) {
      tree.put("freeze", layers.frozen());
    }
    if (!layers.factors().isEmpty()) {
      tree.put("rates", layers.factors());
    }
    tree.put("epochs", plan.duration().epochs());
    describe(plan.batching(), tree);
    plan.duration().earlyStopping().ifPresent(rule -> tree.put("early_stopping", stopping(rule)));
    plan.duration().plateau().ifPresent(rule -> tree.put("plateau", plateau(rule)));
    plan.pruner().ifPresent(rule -> tree.put("pruner", makers.describe(Pruner.class, rule)));
    return tree;
  }

  private void describe(Objective objective, Map<String, Object> tree) {
    tree.put("loss", makers.describe(Loss.class, objective.loss()));
    List<Object> metrics = metrics(objective, Objective.RECONSTRUCTION);
    if (!metrics.isEmpty()) {
      tree.put("metrics", metrics);
    }
    Map<String, Object> terms = new LinkedHashMap<>();
    for (HeadTerm term : objective.heads()) {
      Map<String, Object> below = new LinkedHashMap<>();
      below.put("loss", makers.describe(Loss.class, term.loss()));
      List<Object> watched = metrics(objective, term.head());
      if (!watched.isEmpty()) {
        below.put("metrics", watched);
      }
      terms.put(term.head(), below);
    }
    if (!terms.isEmpty()) {
      tree.put("terms", terms);
    }
    Map<String, Object> coefficients = new LinkedHashMap<>();
    objective.coefficients().forEach((name, c) -> coefficients.put(name, c.describe(makers)));
    if (!coefficients.isEmpty()) {
      tree.put("coefficients", coefficients);
    }
  }

  private List<Object> metrics(Objective objective, String term) {
    List<Object> trees = new ArrayList<>();
    objective
        .metrics()
        .forEach(
            (name, watch) -> {
              if (watch.term().equals(term)) {
                trees.add(named(name, term, makers.describe(Metric.class, watch.metric())));
              }
            });
    return trees;
  }

  private static Object named(String name, String term, Object tree) {
    if (PlanReader.name(term, tree).equals(name)) {
      return tree;
    }
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("name", name);
    if (tree instanceof Map<?, ?> map) {
      map.forEach((key, value) -> named.put(String.valueOf(key), value));
    } else {
      named.put(tree.toString(), Map.of());
    }
    return named;
  }

  private static void describe(Batching batching, Map<String, Object> tree) {
    tree.put("batch", batching.rows());
    tree.put("blocks", batching.blocks());
    tree.put("shuffle", batching.shuffle().name().toLowerCase(Locale.ROOT));
    tree.put("validation_split", batching.validationSplit());
  }

  private static Map<String, Object> stopping(EarlyStopping rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("monitor", rule.monitor());
    tree.put("patience", rule.patience());
    tree.put("min_delta", rule.minDelta());
    tree.put("restore_best", rule.restoreBest());
    return tree;
  }

  private static Map<String, Object> plateau(PlateauRate rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("monitor", rule.monitor());
    tree.put("factor", rule.factor());
    tree.put("patience", rule.patience());
    tree.put("min_delta", rule.minDelta());
    tree.put("min_rate", rule.minRate());
    return tree;
  }
}
