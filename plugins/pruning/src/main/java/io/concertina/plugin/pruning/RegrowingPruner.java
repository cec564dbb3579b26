package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Variable;
import io.concertina.plugin.pruning.Selection.Candidate;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningState;
import io.concertina.prune.PruningTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps a model equally sparse from start to end: every decision takes the weights of least
 * magnitude away and lets as many others grow from 0.
 *
 * <p>The first decision brings a model that is too dense to its sparsity at random; connections
 * then move. The share of connections that move falls with the schedule from {@code fraction} to 0.
 *
 * <p>Sources: SET, D. Mocanu et al., Nature Communications 2018 (random growth); RigL, U. Evci et
 * al., "Rigging the Lottery: Making All Tickets Winners", ICML 2020 (growth where the gradient is
 * largest).
 *
 * @param growth what grows
 * @param sparsity share of zeros, at least 0 and below 1
 * @param fraction share of a layer's connections that the first decision moves, from 0 to 1
 * @param policy what else there is to say; its scope goes by size alone, {@code layer} or {@code
 *     erdos_renyi}
 */
public record RegrowingPruner(Growth growth, double sparsity, double fraction, PruningPolicy policy)
    implements Pruner {

  /** What grows. */
  public enum Growth {
    /** Any connection (SET). */
    RANDOM,
    /** Those whose loss gradient is largest in magnitude (RigL). */
    GRADIENT
  }

  static final Factory<RegrowingPruner> FACTORY =
      Factory.of(
          "regrow", RegrowingPruner.class, RegrowingPruner::create, RegrowingPruner::describe);

  public RegrowingPruner {
    GradualPruner.requireShare("regrow.sparsity", sparsity);
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new ConfigurationException("regrow.fraction", "from 0 to 1", fraction);
    }
    Scope scope = policy.scope();
    if (scope != Scope.LAYER && scope != Scope.ERDOS_RENYI) {
      throw new ConfigurationException(
          "regrow.scope", "layer or erdos_renyi", scope.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Single weights, Erdős-Rényi shares, 30 % of them moving at first, for three quarters of a run.
   */
  public static RegrowingPruner of(Growth growth, double sparsity) {
    return new RegrowingPruner(
        growth,
        sparsity,
        0.3,
        new PruningPolicy(
            Granularity.WEIGHT,
            Scope.ERDOS_RENYI,
            new Schedule(Schedule.Kind.COSINE, Schedule.Unit.RUN, 0, 0.75, 0.01, 3),
            Targets.ALL,
            1));
  }

  private static RegrowingPruner create(Settings settings) {
    double sparsity = settings.number("sparsity");
    GradualPruner.requireShare(settings.where("sparsity"), sparsity);
    RegrowingPruner plain = of(settings.choice("growth", Growth.class, Growth.GRADIENT), sparsity);
    return new RegrowingPruner(
        plain.growth,
        sparsity,
        settings.number("fraction", plain.fraction),
        PruningPolicy.read(settings, plain.policy));
  }

  private static void describe(RegrowingPruner pruner, Description description) {
    description
        .put("growth", pruner.growth.name().toLowerCase(Locale.ROOT))
        .put("sparsity", pruner.sparsity)
        .put("fraction", pruner.fraction);
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
    return growth == Growth.GRADIENT ? policy.gradientBatches() : 0;
  }

  @Override
  public Map<String, Tensor> masks(PruningState state) {
    double moving = fraction * (1 - policy.schedule().progress(state.time()));
    Map<String, Tensor> masks = new LinkedHashMap<>();
    policy
        .remove(state, Criterion.RANDOM, sparsity)
        .forEach((name, layer) -> masks.put(name, moved(name, layer, moving, state)));
    return masks;
  }

  /** Takes the least away and lets as many blocks grow, among those that were not there before. */
  private Tensor moved(String name, Candidate layer, double share, PruningState state) {
    Blocks blocks = layer.blocks();
    float[] worth = blocks.scores(Criterion.MAGNITUDE.scores(name, state));
    boolean[] before = layer.kept();
    int[] present = numbers(before, true);
    int[] absent = numbers(before, false);
    int count = (int) Math.min(Math.round(share * present.length), absent.length);
    float[] promise = promise(name, blocks, state);
    boolean[] after = before.clone();
    for (int block : first(present, worth, count, 1)) {
      after[block] = false;
    }
    for (int block : first(absent, promise, count, -1)) {
      after[block] = true;
    }
    return blocks.mask(after, state.mask(name).shape());
  }

  private float[] promise(String name, Blocks blocks, PruningState state) {
    return switch (growth) {
      case GRADIENT -> {
        float[] gradient = state.gradient(name).mean().toFloats();
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] = Math.abs(gradient[i]);
        }
        yield blocks.scores(gradient);
      }
      case RANDOM -> {
        KeyedRandom random =
            KeyedRandom.of(state.seed(), "grow:" + state.time().done() + ":" + name);
        float[] draws = new float[blocks.count()];
        for (int i = 0; i < draws.length; i++) {
          draws[i] = random.nextFloat();
        }
        yield draws;
      }
    };
  }

  private static int[] numbers(boolean[] kept, boolean wanted) {
    int[] numbers = new int[kept.length];
    int count = 0;
    for (int block = 0; block < kept.length; block++) {
      if (kept[block] == wanted) {
        numbers[count++] = block;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  /** The first of some blocks by rising score times a sign, equal ones by their number. */
  private static int[] first(int[] blocks, float[] scores, int count, int sign) {
    return Arrays.stream(blocks)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer block) -> sign * scores[block])
                .thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
