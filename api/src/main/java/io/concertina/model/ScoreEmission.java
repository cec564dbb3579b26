package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.loss.Likelihood;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Emits how unlike the training rows samples are: by the model's score, or else how badly they are
 * reconstructed.
 *
 * <p>An error that is no number, since a value is so extreme that the layers overflow, counts as
 * infinite: it is the most extreme of all, never a small one. A model that does not fill missing
 * cells cannot judge a sample that has one: its score is NaN, as where nothing is observed.
 */
final class ScoreEmission implements ScoreScope {

  private final Blueprint blueprint;
  private final ModelSpec spec;
  private final EmittedModel emitted;
  private final Ops ops;
  private final Optional<EmittedModel.Target> target;

  /** Truth values: where the target is observed; empty if the model reconstructs words alone. */
  private final Optional<Value> there;

  private final Map<String, Tensor> fitted;
  private final Value errors;
  private final Value count;

  private ScoreEmission(
      Blueprint blueprint, EmittedModel emitted, Schema rows, Map<String, Tensor> fitted) {
    this.blueprint = blueprint;
    this.spec = blueprint.spec();
    this.emitted = emitted;
    this.ops = emitted.ops();
    this.fitted = fitted;
    boolean numbers = spec.reconstructed().size() > 0;
    target = numbers ? Optional.of(emitted.target(rows)) : Optional.empty();
    there = target.map(this::observed);
    List<Value> parts = new ArrayList<>();
    List<Value> observed = new ArrayList<>();
    if (there.isPresent()) {
      parts.add(spec.classes().map(_ -> entropy()).orElseGet(this::squared));
      observed.add(EmittedModel.flags(ops, there.get()));
    }
    if (hasWords()) {
      for (Value entropy : words()) {
        parts.add(entropy);
        observed.add(ops.broadcast(ops.constant(1), entropy.shape()));
      }
    }
    errors = joined(parts);
    count = ops.sum(joined(observed), elementAxes());
  }

  /**
   * The function of a score.
   *
   * @param score the model's; without one, the mean error of what is observed
   */
  static Function of(
      Blueprint blueprint, EmittedModel emitted, Schema rows, Optional<FittedScore> score) {
    Map<String, Tensor> fitted = score.map(FittedScore::fitted).orElse(Map.of());
    ScoreEmission scope = new ScoreEmission(blueprint, emitted, rows, fitted);
    Map<String, Value> outputs = new LinkedHashMap<>();
    Scored scored = score.map(scope::scored).orElseGet(scope::meanError);
    outputs.put(ModelFunctions.SCORE, scope.judged(scored.score()));
    outputs.put(ModelFunctions.OBSERVED, scope.count);
    outputs.put(ModelFunctions.FEATURES, scope.errors);
    scored.shares().ifPresent(s -> outputs.put(ModelFunctions.SHARES, scope.judged(s)));
    return Rewrites.stabilize(emitted.function("score", outputs));
  }

  /** The function of a value that a score is fitted on: {@link ModelFunctions#SCORE}. */
  static Function measure(
      Blueprint blueprint,
      EmittedModel emitted,
      java.util.function.Function<ScoreScope, Value> emission,
      Map<String, Tensor> fitted) {
    ScoreEmission scope = new ScoreEmission(blueprint, emitted, blueprint.spec().streams(), fitted);
    Value value = emission.apply(scope);
    Dim batch = scope.count.shape().dim(0);
    Shape rows = value.shape().rank() > 0 ? value.shape().with(0, batch) : scope.count.shape();
    scope.require("a value that a score is fitted on", value, rows);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(ModelFunctions.SCORE, value);
    outputs.put(ModelFunctions.OBSERVED, scope.judged(scope.count));
    return Rewrites.stabilize(emitted.function("measure", outputs));
  }

  private Scored scored(FittedScore score) {
    Scored scored = score.score().emit(this);
    String where = "score (" + score.score().getClass().getName() + ")";
    require(where, scored.score(), count.shape());
    scored.shares().ifPresent(shares -> require(where + " shares", shares, errors.shape()));
    return new Scored(finite(scored.score()), scored.shares().map(this::finite));
  }

  private void require(String where, Value value, Shape shape) {
    if (!ops.owns(value) || !value.type().equals(TensorType.f32(shape))) {
      throw new ShapeException(where, TensorType.f32(shape).toString(), value.type());
    }
  }

  private Scored meanError() {
    return Scored.whole(ops.div(ops.sum(errors, elementAxes()), count));
  }

  private int[] elementAxes() {
    return IntStream.range(1, errors.shape().rank()).toArray();
  }

  /**
   * NaN for samples that cannot be judged.
   *
   * @param value of samples or of their elements, [batch, ...]
   */
  private Value judged(Value value) {
    boolean filling = blueprint.scalings().reconstructed().filling() || spec.length().isPresent();
    Value enough;
    if (filling) {
      enough = ops.lt(ops.constantLike(count, 0), count);
    } else {
      int rank = errors.shape().rank();
      Dim elements = new Shape(errors.shape().dims().subList(1, rank)).elements();
      enough = ops.eq(count, ops.broadcast(ops.dimSize(elements), count.shape()));
    }
    for (int axis = 1; axis < value.shape().rank(); axis++) {
      enough = ops.expand(enough, -1);
    }
    return ops.select(enough, value, ops.constantLike(value, Double.NaN));
  }

  private Value observed(EmittedModel.Target target) {
    return target
        .observed()
        .filter(_ -> spec.classes().isPresent())
        .orElseGet(() -> Preprocessing.observed(ops, target.raw()));
  }

  /** True if words are reconstructed. */
  private boolean hasWords() {
    return spec.categories().isPresent() && spec.target().isEmpty();
  }

  private Value squared() {
    Value difference = ops.sub(reconstruction(), target.orElseThrow().seen());
    return elsewhereZero(finite(Composites.square(ops, difference)));
  }

  private Value reconstruction() {
    return emitted.reconstruction(emitted.decoded());
  }

  /** The cross-entropy of each column of words, [batch, 1]. */
  private List<Value> words() {
    List<Value> entropies = new ArrayList<>();
    List<Value> logits = emitted.logits(emitted.decoded());
    List<Value> hits = emitted.words();
    for (int i = 0; i < hits.size(); i++) {
      Value entropy = Composites.categoricalCrossEntropyWithLogits(ops, logits.get(i), hits.get(i));
      entropies.add(ops.expand(finite(entropy), -1));
    }
    return entropies;
  }

  private Value elsewhereZero(Value error) {
    return ops.select(there.orElseThrow(), error, ops.constantLike(error, 0));
  }

  private Value finite(Value error) {
    Value infinite = ops.constantLike(error, Double.POSITIVE_INFINITY);
    return ops.select(Preprocessing.observed(ops, error), error, infinite);
  }

  private Value joined(List<Value> parts) {
    return parts.size() == 1 ? parts.getFirst() : ops.concat(-1, parts.toArray(Value[]::new));
  }

  @Override
  public Ops ops() {
    return ops;
  }

  @Override
  public Value seen() {
    return emitted.seen();
  }

  @Override
  public Value code() {
    return emitted.code();
  }

  @Override
  public Value errors() {
    return errors;
  }

  @Override
  public Value difference() {
    if (spec.classes().isPresent() || hasWords()) {
      throw new ConfigurationException(
          "score", "a model that reconstructs numbers", "one of classes or words; use mse");
    }
    return elsewhereZero(finite(ops.sub(reconstruction(), target.orElseThrow().seen())));
  }

  @Override
  public Value nats() {
    if (spec.outputs().likelihood().isEmpty() || hasWords()) {
      throw new ConfigurationException(
          "score",
          "a model that was trained with a likelihood of numbers or classes",
          "another; set training.loss, or use the score mse");
    }
    return entropy();
  }

  /** -ln p of each element by the model's likelihood. */
  private Value entropy() {
    Likelihood likelihood = spec.outputs().likelihood().orElseThrow();
    Value parameters = emitted.numbers(emitted.decoded());
    return elsewhereZero(finite(likelihood.apply(ops, parameters, target.orElseThrow().seen())));
  }

  @Override
  public Value observed() {
    return count;
  }

  @Override
  public Value fitted(String name) {
    Tensor value = fitted.get(name);
    if (value == null) {
      throw new ConfigurationException(
          "score", "one that was fitted and gave " + name, "only " + fitted.keySet());
    }
    return ops.resident(FittedScore.resident(name), value.type());
  }
}
