package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model at rest: what a model file holds. Immutable.
 *
 * <p>A mask says which elements of a weight may differ from 0, by the weight's full name: truth
 * values of its shape; where one is false, the weight is 0, so that only training needs masks at
 * all. Weights without a mask are free.
 */
public final class Model {

  private final Blueprint blueprint;
  private final Map<String, Tensor> weights;
  private final Map<String, Tensor> masks;
  private final Optional<FittedScore> score;
  private final Provenance provenance;

  private Model(
      Blueprint blueprint,
      Map<String, Tensor> weights,
      Map<String, Tensor> masks,
      Optional<FittedScore> score,
      Provenance provenance) {
    this.blueprint = blueprint;
    this.weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    this.masks = Collections.unmodifiableMap(new LinkedHashMap<>(masks));
    this.score = score;
    this.provenance = provenance;
    blueprint.check(weights);
    Masks.check(masks, weights, blueprint.variables());
  }

  /**
   * A model.
   *
   * @param weights value of every variable by its full name, weights and state
   * @param masks of those weights that have one
   * @throws io.concertina.ConcertinaException if the layers do not fit together, or the tensors do
   *     not fit them
   */
  public static Model of(
      Blueprint blueprint,
      Map<String, Tensor> weights,
      Map<String, Tensor> masks,
      Provenance provenance) {
    return new Model(blueprint, weights, masks, Optional.empty(), provenance);
  }

  /** An untrained model: initial weights from a seed, and masks where zeros of them are to stay. */
  public static Model initial(ModelSpec spec, Scalings scalings, long seed) {
    Blueprint blueprint = Blueprint.of(spec, scalings);
    Map<String, Tensor> weights = blueprint.initialize(seed);
    Map<String, Tensor> masks = Masks.initial(weights, blueprint.variables());
    Provenance begun = Provenance.unknown().with("seed", Long.toString(seed));
    return new Model(blueprint, weights, masks, Optional.empty(), begun);
  }

  /** An untrained model of one numeric feature. */
  public static Model initial(ModelSpec spec, Preprocessing preprocessing, long seed) {
    return initial(spec, Scalings.of(preprocessing), seed);
  }

  /** What its layers declare. */
  public Blueprint blueprint() {
    return blueprint;
  }

  /** Its layers and streams. */
  public ModelSpec spec() {
    return blueprint.spec();
  }

  /** How raw numbers become what the layers see. */
  public Scalings scalings() {
    return blueprint.scalings();
  }

  /** How the raw numbers of the feature become what the first layer sees. */
  public Preprocessing preprocessing() {
    return scalings().x();
  }

  /** What it computes. */
  public ModelFunctions functions() {
    return new ModelFunctions(blueprint, score);
  }

  /** Value of every variable by its full name, weights and state. */
  public Map<String, Tensor> weights() {
    return weights;
  }

  /** The masks by the names of their weights. */
  public Map<String, Tensor> masks() {
    return masks;
  }

  /** How it scores rows; empty for the mean reconstruction error. */
  public Optional<FittedScore> score() {
    return score;
  }

  /** The same model with a score of its own. */
  public Model with(FittedScore chosen) {
    return new Model(blueprint, weights, masks, Optional.of(chosen), provenance);
  }

  /** How it came to be. */
  public Provenance provenance() {
    return provenance;
  }

  /** The epochs of its training. */
  public History history() {
    return provenance.history();
  }

  /** Where it comes from. */
  public Map<String, String> facts() {
    return provenance.facts();
  }

  /** Names of the elements of a raw sample, or an empty list if they have none. */
  public List<String> columns() {
    return spec().streams().find(Schema.X).map(StreamSpec::columns).orElse(List.of());
  }

  /**
   * The value of a variable by its full name.
   *
   * @throws ConfigurationException if the model has none of that name
   */
  public Tensor weight(String name) {
    Tensor weight = weights.get(name);
    if (weight == null) {
      throw new ConfigurationException(
          "unknown weight " + name + "; " + Names.advice(name, weights.keySet()));
    }
    return weight;
  }

  /**
   * The same model with other weights and history; the weights obey its masks. A score that was
   * fitted to the weights before is gone.
   */
  public Model with(Map<String, Tensor> trained, History longer) {
    return with(trained, masks, longer);
  }

  /** The same model with other weights, masks and history. */
  public Model with(Map<String, Tensor> trained, Map<String, Tensor> kept, History longer) {
    return new Model(blueprint, trained, kept, lasting(), provenance.with(longer));
  }

  /**
   * A model of other layers made out of this one, for instance with fewer units; a score that was
   * fitted to this one is gone.
   */
  public Model with(Blueprint other, Map<String, Tensor> cut, Map<String, Tensor> kept) {
    return new Model(other, cut, kept, lasting(), provenance);
  }

  private Optional<FittedScore> lasting() {
    return score.filter(chosen -> !chosen.score().isFitted());
  }

  /** The same model with other masks; weights become 0 where their mask is false. */
  public Model masked(Map<String, Tensor> kept) {
    return with(Masks.apply(kept, weights), kept, history());
  }

  /** The same model with one more fact. */
  public Model with(String fact, String value) {
    return with(provenance.with(fact, value));
  }

  /** The same model with another provenance. */
  public Model with(Provenance other) {
    return new Model(blueprint, weights, masks, score, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Model model
        && spec().equals(model.spec())
        && scalings().equals(model.scalings())
        && weights.equals(model.weights)
        && masks.equals(model.masks)
        && score.equals(model.score)
        && provenance.equals(model.provenance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(spec(), weights);
  }

  @Override
  public String toString() {
    return "model " + spec().sample() + " to a code " + blueprint.code();
  }
}
