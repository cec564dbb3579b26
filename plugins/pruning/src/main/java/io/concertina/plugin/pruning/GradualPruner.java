package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.ir.Tensor;
import io.concertina.layer.Variable;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningState;
import io.concertina.prune.PruningTime;
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
 * @param policy what else there is to say
 */
public record GradualPruner(
    Criterion criterion, double sparsity, double initial, PruningPolicy policy) implements Pruner {

  private static final int BATCHES = 16;

  static final Factory<GradualPruner> FACTORY =
      Factory.of("gradual", GradualPruner.class, GradualPruner::create, GradualPruner::describe);

  public GradualPruner {
    requireShare("gradual.sparsity", sparsity);
    if (!(initial >= 0 && initial <= sparsity)) {
      throw new ConfigurationException(
          "gradual.initial", "from 0 to the sparsity " + sparsity, initial);
    }
  }

  /** Single weights of the whole model, by a cubic schedule over the first half of the run. */
  public static GradualPruner of(Criterion criterion, double sparsity) {
    return new GradualPruner(
        criterion,
        sparsity,
        0,
        new PruningPolicy(
            Granularity.WEIGHT, Scope.GLOBAL, Schedule.firstHalf(), Targets.ALL, BATCHES));
  }

  /** The same pruner with another schedule. */
  public GradualPruner at(Schedule times) {
    return new GradualPruner(criterion, sparsity, initial, policy.at(times));
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
        PruningPolicy.read(settings, plain.policy));
  }

  private static void describe(GradualPruner pruner, Description description) {
    description
        .put("criterion", pruner.criterion.name().toLowerCase(Locale.ROOT))
        .put("sparsity", pruner.sparsity)
        .put("initial", pruner.initial);
    pruner.policy.describe(description);
  }

  @Override
  public List<String> targets(List<Variable> variables) {
    return policy.targets().of(variables);
  }

  @Override
  public boolean due(PruningTime time) {
    return policy.schedule().due(time);
  }

  @Override
  public int gradientBatches() {
    return criterion.usesGradients() ? policy.gradientBatches() : 0;
  }

  @Override
  public Map<String, Tensor> masks(PruningState state) {
    double share = initial + (sparsity - initial) * policy.schedule().progress(state.time());
    Map<String, Tensor> masks = new LinkedHashMap<>();
    policy
        .remove(state, criterion, share)
        .forEach((name, left) -> masks.put(name, left.mask(state.mask(name))));
    return masks;
  }
}
