package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.ir.Tensor;
import io.concertina.model.Variable;
import io.concertina.plugin.pruning.Selection.Candidate;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningState;
import io.concertina.prune.PruningTime;
import io.concertina.spi.Description;
import io.concertina.spi.Factory;
import io.concertina.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes weights away by score, more of them with every decision, and none comes back.
 *
 * <p>At progress q of the schedule the share of zeros is {@code initial + (sparsity - initial) ·
 * q}.
 *
 * @param criterion what a weight is worth
 * @param sparsity share of zeros at the end, at least 0 and below 1
 * @param initial share of zeros at the first decision, from 0 to {@code sparsity}
 * @param granularity what goes as one
 * @param scope how the zeros are shared out among the layers
 * @param schedule when
 * @param targets which weights
 * @param gradientBatches batches per decision over which gradients are averaged, at least 1; only
 *     criteria that look at gradients measure them
 */
public record GradualPruner(
    Criterion criterion,
    double sparsity,
    double initial,
    Granularity granularity,
    Scope scope,
    Schedule schedule,
    Targets targets,
    int gradientBatches)
    implements Pruner {

  private static final int BATCHES = 16;

  static final Factory<GradualPruner> FACTORY =
      Factory.of("gradual", GradualPruner.class, GradualPruner::create, GradualPruner::describe);

  public GradualPruner {
    requireShare("gradual.sparsity", sparsity);
    if (!(initial >= 0 && initial <= sparsity)) {
      throw new ConfigurationException(
          "gradual.initial", "from 0 to the sparsity " + sparsity, initial);
    }
    if (gradientBatches < 1) {
      throw new ConfigurationException("gradual.gradient_batches", "at least 1", gradientBatches);
    }
  }

  /** Single weights of the whole model, by a cubic schedule over the first half of the run. */
  public static GradualPruner of(Criterion criterion, double sparsity) {
    return new GradualPruner(
        criterion,
        sparsity,
        0,
        Granularity.WEIGHT,
        Scope.GLOBAL,
        Schedule.firstHalf(),
        Targets.ALL,
        BATCHES);
  }

  /** The same pruner with another schedule. */
  public GradualPruner at(Schedule times) {
    return new GradualPruner(
        criterion, sparsity, initial, granularity, scope, times, targets, gradientBatches);
  }

  static void requireShare(String where, double sparsity) {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new ConfigurationException(where, "at least 0 and below 1", sparsity);
    }
  }

  private static GradualPruner create(Settings settings) {
    double sparsity = settings.number("sparsity");
    requireShare(settings.where("sparsity"), sparsity);
    GradualPruner plain =
        of(settings.choice("criterion", Criterion.class, Criterion.MAGNITUDE), sparsity);
    return new GradualPruner(
        plain.criterion,
        sparsity,
        settings.number("initial", plain.initial),
        Granularity.of(
            settings.where("granularity"),
            settings.text("granularity", plain.granularity.toString())),
        settings.choice("scope", Scope.class, plain.scope),
        Schedule.read(settings.section("schedule"), plain.schedule),
        Targets.read(settings),
        settings.integer("gradient_batches", plain.gradientBatches));
  }

  private static void describe(GradualPruner pruner, Description description) {
    description
        .put("criterion", pruner.criterion.name().toLowerCase(Locale.ROOT))
        .put("sparsity", pruner.sparsity)
        .put("initial", pruner.initial)
        .put("granularity", pruner.granularity.toString())
        .put("scope", pruner.scope.name().toLowerCase(Locale.ROOT))
        .put("schedule", pruner.schedule.describe())
        .put("gradient_batches", pruner.gradientBatches);
    pruner.targets.describe(description);
  }

  @Override
  public List<String> targets(List<Variable> variables) {
    return targets.of(variables);
  }

  @Override
  public boolean due(PruningTime time) {
    return schedule.due(time);
  }

  @Override
  public int gradientBatches() {
    return criterion.usesGradients() ? gradientBatches : 0;
  }

  @Override
  public Map<String, Tensor> masks(PruningState state) {
    double share = initial + (sparsity - initial) * schedule.progress(state.time());
    List<Candidate> candidates = new ArrayList<>();
    for (String name : state.weights().keySet()) {
      Blocks blocks = granularity.blocks(state.weight(name).shape());
      float[] scores = blocks.scores(criterion.scores(name, state));
      candidates.add(new Candidate(blocks, scores, blocks.kept(state.mask(name))));
    }
    Selection.remove(candidates, share, scope);
    Map<String, Tensor> masks = new LinkedHashMap<>();
    int i = 0;
    for (String name : state.weights().keySet()) {
      Candidate candidate = candidates.get(i++);
      masks.put(name, candidate.blocks().mask(candidate.kept(), state.mask(name)));
    }
    return masks;
  }
}
