package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import io.concertina.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the key {@code phases}: pieces that inherit every key of the section around them. A key of
 * a piece stands instead of the section's, and {@link #NONE} takes the section's away.
 */
final class PhaseReader {

  static final String PHASES = "phases";
  static final String CONTINUE = "continue";

  /** Says that a phase does not have what the section around it has. */
  static final String NONE = "none";

  /** What a phase may say. */
  static final Set<String> KEYS =
      Set.of(
          "freeze",
          "rates",
          "coefficients",
          "metrics",
          "optimizer",
          "schedule",
          "clip",
          "epochs",
          "early_stopping",
          "plateau",
          "pruner",
          CONTINUE);

  private final Settings settings;

  PhaseReader(Settings settings) {
    this.settings = settings;
  }

  List<TrainingPhase> read(long seed) {
    List<Object> trees = settings.list(PHASES);
    Map<String, Object> common = new LinkedHashMap<>();
    if (!trees.isEmpty()) {
      settings.keys().forEach(key -> common.put(key, settings.value(key)));
      common.remove(PHASES);
      common.remove(Pretraining.KEY);
    }
    List<TrainingPhase> phases = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      String where = settings.where(PHASES) + "[" + i + "]";
      phases.add(phase(where, common, Settings.map(where, trees.get(i)), seed));
    }
    return phases;
  }

  private TrainingPhase phase(
      String where, Map<String, Object> common, Map<String, Object> own, long seed) {
    for (String key : own.keySet()) {
      if (!KEYS.contains(key)) {
        throw new ConfigurationException(
            where
                + "."
                + key
                + ": not a key of a phase; "
                + Names.advice(key, new TreeSet<>(KEYS)));
      }
    }
    Map<String, Object> tree = new LinkedHashMap<>(common);
    tree.putAll(own);
    tree.values().removeIf(NONE::equals);
    boolean continues = new Settings(where, own, settings.makers()).flag(CONTINUE, false);
    tree.remove(CONTINUE);
    Settings piece = new Settings(where, tree, settings.makers());
    return new TrainingPhase(new PlanReader(piece).read(seed), continues);
  }
}
