package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Names;
import io.concertina.config.Settings;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.RowReader;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.model.Feeds;
import io.concertina.model.Model;
import io.concertina.plugin.pruning.Selection.Candidate;
import io.concertina.train.UnitPruner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Removes the hidden units that are worth least. The code's units stay, and so do the inputs of the
 * first layer, the outputs of the last, and the predictions of heads. Of a layer that keeps at
 * least 64 units a multiple of 16 stays, which fills the vectors of every engine; so the share that
 * goes is only about what was asked for.
 *
 * @param criterion what a unit is worth
 * @param sparsity share of the hidden units that goes, at least 0 and below 1
 * @param scope how they are shared out among the layers; {@code erdos_renyi} is as {@code layer}
 * @param exclude paths of layers whose units all stay
 */
public record RankedUnitPruner(
    UnitCriterion criterion, double sparsity, Scope scope, List<String> exclude)
    implements UnitPruner {

  static final Factory<RankedUnitPruner> FACTORY =
      Factory.of(
          "ranked", RankedUnitPruner.class, RankedUnitPruner::create, RankedUnitPruner::describe);

  /** Most rows that activations are measured on. */
  private static final int ROWS = 4096;

  private static final int BATCH = 256;

  /** Numbers of the widest vector. */
  private static final int LANES = 16;

  /**
   * Units from which a layer keeps a multiple of a vector's lanes: an eighth at most is rounded.
   */
  private static final int LARGE = 64;

  public RankedUnitPruner {
    GradualPruner.requireShare("units.sparsity", sparsity);
    exclude = List.copyOf(exclude);
  }

  /** What a unit is worth. */
  public enum UnitCriterion {
    /** Euclidean norm of its incoming weights times that of its outgoing ones. */
    MAGNITUDE,
    /**
     * Standard deviation of its output over the rows times the norm of its outgoing weights: how
     * much the next layer's input loses when the unit is replaced by its mean.
     */
    ACTIVATION,
    /** A number drawn once per unit and seed: the control. */
    RANDOM
  }

  private static RankedUnitPruner create(Settings settings) {
    double sparsity = settings.number("sparsity");
    GradualPruner.requireShare(settings.where("sparsity"), sparsity);
    return new RankedUnitPruner(
        settings.choice("criterion", UnitCriterion.class, UnitCriterion.MAGNITUDE),
        sparsity,
        settings.choice("scope", Scope.class, Scope.ADAPTIVE),
        settings.list("exclude").stream().map(String::valueOf).toList());
  }

  private static void describe(RankedUnitPruner pruner, Description description) {
    description
        .put("criterion", pruner.criterion.name().toLowerCase(Locale.ROOT))
        .put("sparsity", pruner.sparsity)
        .put("scope", pruner.scope.name().toLowerCase(Locale.ROOT))
        .put("exclude", pruner.exclude);
  }

  /**
   * The smaller model.
   *
   * @throws ConfigurationException if the model has no hidden units that could go, or a layer that
   *     is to be left alone is unknown
   */
  @Override
  public Model apply(Model model, Engine engine, Dataset rows, long seed) {
    List<UnitGroup> groups = new ArrayList<>(UnitGroup.of(model));
    requireKnown(groups);
    groups.removeIf(group -> exclude.contains(group.layer()));
    if (groups.isEmpty()) {
      throw new ConfigurationException(
          "units",
          "hidden units or channels between two layers with kernels",
          "none; prune weights or blocks");
    }
    Map<String, float[]> scores = scores(model, groups, engine, rows, seed);
    List<Candidate> candidates = new ArrayList<>();
    for (UnitGroup group : groups) {
      boolean[] kept = new boolean[group.size()];
      Arrays.fill(kept, true);
      float[] worth = Objects.requireNonNull(scores.get(group.layer()));
      candidates.add(new Candidate(new Blocks(1, group.size(), 1, 1), worth, kept));
    }
    Selection.remove(candidates, sparsity, scope == Scope.ERDOS_RENYI ? Scope.LAYER : scope);
    for (int i = 0; i < groups.size(); i++) {
      fillVectors(candidates.get(i));
      balance(candidates.get(i), groups.get(i).parts());
    }
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      boolean[] stays = candidates.get(i).kept();
      int[] units = IntStream.range(0, stays.length).filter(unit -> stays[unit]).toArray();
      if (units.length == 0) {
        throw new ConfigurationException(
            groups.get(i).layer(),
            "at least one unit to stay",
            "none; lower the sparsity or choose another scope");
      }
      kept.put(groups.get(i).layer(), units);
    }
    return UnitRemoval.apply(model, groups, kept);
  }

  /**
   * Lets go of some more units of a layer or keeps some more, those nearest to the border, so that
   * what stays fills whole vectors.
   */
  private static void fillVectors(Candidate layer) {
    boolean[] kept = layer.kept();
    int present = (int) layer.blocks().size(kept);
    if (present < LARGE || present == kept.length) {
      return;
    }
    int wanted = Math.min(kept.length, (present + LANES / 2) / LANES * LANES);
    Comparator<Integer> byScore = Comparator.comparingDouble(unit -> layer.scores()[unit]);
    boolean more = wanted > present;
    IntStream.range(0, kept.length)
        .filter(unit -> kept[unit] != more)
        .boxed()
        .sorted(more ? byScore.reversed() : byScore)
        .limit(Math.abs(wanted - present))
        .forEach(unit -> kept[unit] = more);
  }

  /** Lets each of some parts keep as many units as the others, the best of its own. */
  private static void balance(Candidate layer, int parts) {
    if (parts == 1) {
      return;
    }
    boolean[] kept = layer.kept();
    int length = kept.length / parts;
    int each = Math.clamp(Math.round((float) layer.blocks().size(kept) / parts), 1, length);
    Arrays.fill(kept, false);
    Comparator<Integer> byScore = Comparator.comparingDouble(unit -> layer.scores()[unit]);
    for (int part = 0; part < parts; part++) {
      IntStream.range(part * length, (part + 1) * length)
          .boxed()
          .sorted(byScore.reversed())
          .limit(each)
          .forEach(unit -> kept[unit] = true);
    }
  }

  private void requireKnown(List<UnitGroup> groups) {
    TreeSet<String> layers = new TreeSet<>();
    groups.forEach(group -> layers.add(group.layer()));
    for (String path : exclude) {
      if (!layers.contains(path)) {
        throw new ConfigurationException(
            "exclude: no layer " + path + " with hidden units; " + Names.advice(path, layers));
      }
    }
  }

  private Map<String, float[]> scores(
      Model model, List<UnitGroup> groups, Engine engine, Dataset rows, long seed) {
    Map<String, float[]> scores = new LinkedHashMap<>();
    switch (criterion) {
      case MAGNITUDE ->
          groups.forEach(
              group ->
                  scores.put(
                      group.layer(),
                      product(
                          norms(model, group, group.incoming()),
                          norms(model, group, group.outgoing()))));
      case ACTIVATION ->
          deviations(model, groups, engine, rows)
              .forEach(
                  (group, deviation) ->
                      scores.put(
                          group.layer(),
                          product(deviation, norms(model, group, group.outgoing()))));
      case RANDOM ->
          groups.forEach(
              group -> {
                KeyedRandom random = KeyedRandom.of(seed, "units:" + group.layer());
                float[] draws = new float[group.size()];
                for (int i = 0; i < draws.length; i++) {
                  draws[i] = random.nextFloat();
                }
                scores.put(group.layer(), draws);
              });
    }
    return scores;
  }

  private static float[] product(double[] a, double[] b) {
    float[] product = new float[a.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = (float) (a[i] * b[i]);
    }
    return product;
  }

  private static double[] norms(Model model, UnitGroup group, List<UnitPlace> places) {
    return roots(UnitPlace.squares(model, places, group.size()));
  }

  private static double[] roots(double[] squares) {
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  private static Map<UnitGroup, double[]> deviations(
      Model model, List<UnitGroup> groups, Engine engine, Dataset rows) {
    Map<UnitGroup, Moments> moments = new LinkedHashMap<>();
    groups.forEach(group -> moments.put(group, new Moments(group)));
    try (Residents residents = engine.residents()) {
      model.weights().forEach(residents::put);
      Batch batch = new Batch(rows.schema(), BATCH);
      try (Program program = engine.compile(model.functions().layers(), residents);
          RowReader reader = rows.read()) {
        for (int seen = 0; seen < ROWS && reader.fill(batch, BATCH) > 0; batch.clear()) {
          seen += batch.rows();
          Map<String, Tensor> outputs = program.run(Feeds.of(program.function(), batch.tensors()));
          moments.forEach(
              (group, sums) ->
                  sums.add(Objects.requireNonNull(outputs.get(group.output().layer()))));
        }
      }
    }
    Map<UnitGroup, double[]> deviations = new LinkedHashMap<>();
    moments.forEach((group, sums) -> deviations.put(group, sums.deviations()));
    return deviations;
  }

  /** Sums for the standard deviation of each unit. */
  private static final class Moments {

    private final double[] sums;
    private final double[] squares;
    private final int copies;
    private long count;

    Moments(UnitGroup group) {
      sums = new double[group.size()];
      squares = new double[group.size()];
      copies = group.output().copies();
    }

    void add(Tensor output) {
      for (int i = 0; i < output.size(); i++) {
        double value = output.floatAt(i);
        int unit = i / copies % sums.length;
        sums[unit] += value;
        squares[unit] += value * value;
      }
      count += output.size() / sums.length;
    }

    double[] deviations() {
      double[] variances = new double[sums.length];
      for (int i = 0; i < variances.length; i++) {
        variances[i] = Math.max(0, squares[i] / count - sums[i] / count * (sums[i] / count));
      }
      return roots(variances);
    }
  }
}
