package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Settings;
import io.concertina.plugin.pruning.Selection.Candidate;
import io.concertina.prune.PruningState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What pruners of weights have in common: everything but the rule that says what goes.
 *
 * @param granularity what goes as one
 * @param scope how the zeros are shared out among the layers
 * @param schedule when
 * @param targets which weights
 * @param gradientBatches batches per decision over which gradients are averaged, at least 1; only
 *     rules that look at gradients measure them
 */
public record PruningPolicy(
    Granularity granularity, Scope scope, Schedule schedule, Targets targets, int gradientBatches) {

  public PruningPolicy {
    requireBatches("gradient_batches", gradientBatches);
  }

  private static int requireBatches(String where, int count) {
    if (count < 1) {
      throw new ConfigurationException(where, "at least 1", count);
    }
    return count;
  }

  /** The same policy at other times. */
  public PruningPolicy at(Schedule times) {
    return new PruningPolicy(granularity, scope, times, targets, gradientBatches);
  }

  static PruningPolicy read(Settings settings, PruningPolicy fallback) {
    return new PruningPolicy(
        Granularity.of(
            settings.where("granularity"),
            settings.text("granularity", fallback.granularity.toString())),
        settings.choice("scope", Scope.class, fallback.scope),
        Schedule.read(settings.section("schedule"), fallback.schedule),
        Targets.read(settings),
        requireBatches(
            settings.where("gradient_batches"),
            settings.integer("gradient_batches", fallback.gradientBatches)));
  }

  void describe(Description description) {
    description
        .put("granularity", granularity.toString())
        .put("scope", scope.name().toLowerCase(Locale.ROOT))
        .put("schedule", schedule.describe())
        .put("gradient_batches", gradientBatches);
    targets.describe(description);
  }

  /**
   * The targets after the blocks of least score have gone.
   *
   * @param sparsity share of all elements that is gone then
   * @return by full name, in the order of the layers
   */
  Map<String, Candidate> remove(PruningState state, Criterion criterion, double sparsity) {
    Map<String, Candidate> candidates = new LinkedHashMap<>();
    for (String name : state.weights().keySet()) {
      Blocks blocks = granularity.blocks(state.weight(name).shape(), state.unitAxis(name));
      float[] scores = blocks.scores(criterion.scores(name, state));
      candidates.put(name, new Candidate(blocks, scores, blocks.kept(state.mask(name))));
    }
    Selection.remove(List.copyOf(candidates.values()), sparsity, scope);
    return candidates;
  }
}
