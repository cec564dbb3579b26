package io.concertina.model;

import io.concertina.data.Preprocessing;
import io.concertina.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A model at rest: what a model file holds.
 *
 * @param spec layers
 * @param preprocessing from raw values to what the first layer sees
 * @param weights value of every variable by its full name, weights and state
 * @param masks which elements of a weight may differ from 0, by the weight's full name: truth
 *     values of its shape; where one is false, the weight is 0, so that only training needs masks
 *     at all. Weights without a mask are free
 * @param history how it was trained
 * @param facts where it comes from, for instance {@code seed} and {@code data}
 */
public record Model(
    ModelSpec spec,
    Preprocessing preprocessing,
    Map<String, Tensor> weights,
    Map<String, Tensor> masks,
    History history,
    Map<String, String> facts) {

  public Model {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    masks = Collections.unmodifiableMap(new LinkedHashMap<>(masks));
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    ModelFunctions functions = new ModelFunctions(spec, preprocessing);
    functions.check(weights);
    Masks.check(masks, weights, functions.variables());
  }

  private static final String COLUMNS = "columns";

  /** Names of the elements of a raw sample, or an empty list if they have none. */
  public List<String> columns() {
    return facts.getOrDefault(COLUMNS, "").lines().toList();
  }

  /** The same model with names for the elements of a raw sample. */
  public Model withColumns(List<String> names) {
    return names.isEmpty() ? this : with(COLUMNS, String.join("\n", names));
  }

  /** An untrained model: initial weights from a seed, and masks where zeros of them are to stay. */
  public static Model initial(ModelSpec spec, Preprocessing preprocessing, long seed) {
    ModelFunctions functions = new ModelFunctions(spec, preprocessing);
    Map<String, Tensor> weights = functions.initialize(seed);
    Map<String, Tensor> masks = Masks.initial(weights, functions.variables());
    Map<String, String> facts = Map.of("seed", Long.toString(seed));
    return new Model(spec, preprocessing, weights, masks, History.empty(), facts);
  }

  /** The value of a variable by its full name. */
  public Tensor weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  /** The same model with other weights and history; the weights obey its masks. */
  public Model with(Map<String, Tensor> trained, History longer) {
    return with(trained, masks, longer);
  }

  /** The same model with other weights, masks and history. */
  public Model with(Map<String, Tensor> trained, Map<String, Tensor> kept, History longer) {
    return new Model(spec, preprocessing, trained, kept, longer, facts);
  }

  /** The same model with other masks; weights become 0 where their mask is false. */
  public Model masked(Map<String, Tensor> kept) {
    return with(Masks.apply(kept, weights), kept, history);
  }

  /** The same model with one more fact. */
  public Model with(String fact, String value) {
    Map<String, String> extended = new TreeMap<>(facts);
    extended.put(fact, value);
    return new Model(spec, preprocessing, weights, masks, history, extended);
  }
}
