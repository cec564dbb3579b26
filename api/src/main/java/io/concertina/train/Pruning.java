package io.concertina.train;

import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.layer.UnitAxis;
import io.concertina.layer.UnitLayer;
import io.concertina.model.Masks;
import io.concertina.model.Model;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningState;
import io.concertina.prune.PruningTime;
import io.concertina.prune.WeightGradient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A pruner at work on the residents of a run: measures gradients, asks for masks, puts masks and
 * masked weights in place.
 */
public final class Pruning implements AutoCloseable {

  private final Pruner pruner;
  private final List<String> targets;
  private final Residents residents;
  private final long seed;
  private final Optional<GradientSample> sample;
  private final Map<String, Integer> unitAxes;

  /**
   * A pruner on residents that hold the values of a model of {@link #prepare} and its masks.
   *
   * @param pruner decides
   * @param model whose weights the residents are
   * @param objective whose loss has the gradients
   * @param engine computes them
   * @param residents weights and masks, replaced when the pruner decides
   * @param rows what gradients are measured on, in batches
   * @param batch rows per batch
   * @param seed of the choice of rows, of noise and of the pruner's own draws
   */
  public Pruning(
      Pruner pruner,
      Model model,
      Objective objective,
      Engine engine,
      Residents residents,
      Dataset rows,
      int batch,
      long seed) {
    this.pruner = pruner;
    this.targets = targets(pruner, model);
    this.unitAxes = unitAxes(model, targets);
    this.residents = residents;
    this.seed = seed;
    this.sample =
        pruner.gradientBatches() == 0
            ? Optional.empty()
            : Optional.of(gradients(pruner, model, objective, engine, residents, rows, batch));
  }

  private GradientSample gradients(
      Pruner rule,
      Model model,
      Objective objective,
      Engine engine,
      Residents values,
      Dataset rows,
      int batch) {
    TrainingFunctions functions = new TrainingFunctions(model, objective, rows.schema());
    Program program = engine.compile(functions.lossGradients(targets), values);
    return new GradientSample(program, functions, rows, batch, rule.gradientBatches(), seed);
  }

  private static Map<String, Integer> unitAxes(Model model, List<String> targets) {
    Map<String, Integer> axes = new HashMap<>();
    model
        .spec()
        .layers()
        .forEach(
            (path, layer) -> {
              if (layer instanceof UnitLayer units) {
                for (String name : targets) {
                  if (name.startsWith(path + "/")) {
                    axis(units, name.substring(path.length() + 1), model.weight(name))
                        .ifPresent(axis -> axes.put(name, axis));
                  }
                }
              }
            });
    return axes;
  }

  private static OptionalInt axis(UnitLayer layer, String variable, Tensor weight) {
    List<UnitAxis> axes = layer.axes(variable, weight.shape().rank());
    return IntStream.range(0, axes.size())
        .filter(axis -> axes.get(axis).meaning() == UnitAxis.Meaning.UNITS)
        .findFirst();
  }

  private static List<String> targets(Pruner pruner, Model model) {
    return pruner.targets(model.blueprint().variables());
  }

  /**
   * A model with a mask on every target of a pruner; one that is new is true everywhere.
   *
   * @throws io.concertina.ConfigurationException if the pruner names weights that are not there
   */
  public static Model prepare(Pruner pruner, Model model) {
    Map<String, Tensor> masks = new LinkedHashMap<>(model.masks());
    for (String name : targets(pruner, model)) {
      masks.computeIfAbsent(name, _ -> open(model, name));
    }
    return model.with(model.weights(), masks, model.history());
  }

  private static Tensor open(Model model, String name) {
    Tensor weight = model.weight(name);
    int[] bits = new int[weight.size()];
    Arrays.fill(bits, 1);
    return Tensor.ofBooleans(weight.shape(), bits);
  }

  /**
   * Prunes a model without training.
   *
   * @return the model with masks and zeros
   */
  public static Model once(
      Pruner pruner,
      Model model,
      Objective objective,
      Engine engine,
      Dataset rows,
      int batch,
      long seed) {
    Model prepared = prepare(pruner, model);
    try (Residents residents = engine.residents()) {
      prepared.weights().forEach(residents::put);
      prepared.masks().forEach((name, m) -> residents.put(Masks.resident(name), m));
      try (Pruning pruning =
          new Pruning(pruner, prepared, objective, engine, residents, rows, batch, seed)) {
        Map<String, Tensor> masks = new LinkedHashMap<>(prepared.masks());
        masks.putAll(pruning.decide(PruningTime.once()));
        return prepared.masked(masks);
      }
    }
  }

  /**
   * Lets the pruner decide if it wants to.
   *
   * @return the masks that have changed, by the names of their weights; masks and weights are in
   *     place
   */
  public Map<String, Tensor> update(PruningTime time) {
    if (!pruner.due(time)) {
      return Map.of();
    }
    Map<String, Tensor> changed = new LinkedHashMap<>();
    decide(time)
        .forEach(
            (name, mask) -> {
              if (!mask.equals(residents.view(Masks.resident(name)))) {
                changed.put(name, mask);
              }
            });
    changed.forEach(
        (name, mask) -> {
          residents.put(Masks.resident(name), mask);
          residents.put(name, Masks.apply(mask, residents.view(name), 0));
        });
    return changed;
  }

  private Map<String, Tensor> decide(PruningTime time) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> masks = new LinkedHashMap<>();
    for (String name : targets) {
      weights.put(name, residents.view(name));
      masks.put(name, residents.view(Masks.resident(name)));
    }
    Map<String, WeightGradient> gradients =
        sample.map(batches -> batches.measure(time)).orElse(Map.of());
    return pruner.masks(new PruningState(time, seed, weights, masks, gradients, unitAxes));
  }

  @Override
  public void close() {
    sample.ifPresent(GradientSample::close);
  }
}
