package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Names;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.Comparison;
import io.concertina.model.Coefficients;
import io.concertina.model.EmittedModel;
import io.concertina.model.Head;
import io.concertina.model.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Emits the terms of an objective and its metrics behind a model's layers.
 *
 * <p>A term is a mean. Where all rows and cells count alike it is the mean of all its elements;
 * otherwise Σ w e / Σ w, with a weight w per element that is the row's weight, and 0 where a cell
 * is missing or a row has no label.
 */
final class ObjectiveEmission {

  /** Keeps a mean of nothing at 0. */
  private static final double LEAST = 1e-30;

  private final EmittedModel emitted;
  private final Ops ops;
  private final Objective objective;
  private final Schema rows;
  private final Map<String, Comparison> comparisons = new LinkedHashMap<>();
  private final List<Term> terms = new ArrayList<>();

  /**
   * A term.
   *
   * @param name in histories
   * @param mean before its coefficient, f32 scalar
   * @param weight what the mean was divided by, f32 scalar; empty where it is the number of rows
   * @param ofRows false if it depends on weights alone
   */
  record Term(String name, Value mean, Optional<Value> weight, boolean ofRows) {}

  /**
   * Emits all terms.
   *
   * @param emitted the whole model
   * @param rows what a row of the batch is made of
   */
  ObjectiveEmission(EmittedModel emitted, ModelSpec spec, Objective objective, Schema rows) {
    this.emitted = emitted;
    this.ops = emitted.ops();
    this.objective = objective;
    this.rows = rows;
    Map<String, Value> predictions = emitted.heads();
    if (spec.reconstructed().size() > 0) {
      reconstruction();
    }
    if (spec.categories().isPresent() && spec.target().isEmpty()) {
      categories();
    }
    for (HeadTerm term : objective.heads()) {
      supervised(head(spec, term.head()), term.loss(), predictions);
    }
    emitted
        .terms()
        .forEach((name, mean) -> terms.add(new Term(name, mean, Optional.empty(), ofRows(mean))));
    checkCoefficients();
  }

  private static Head head(ModelSpec spec, String name) {
    List<Head> heads = spec.outputs().heads();
    return heads.stream()
        .filter(head -> head.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "training.terms: unknown head "
                        + name
                        + "; "
                        + Names.advice(name, heads.stream().map(Head::name).toList())));
  }

  private void reconstruction() {
    EmittedModel.Target target = emitted.target(rows);
    Value parameters = emitted.numbers(emitted.decoded());
    Optional<Value> weights = weights(target.seen().shape(), target.observed());
    term(Objective.RECONSTRUCTION, "loss", objective.loss(), parameters, target, weights);
    Value prediction = emitted.reconstruction(emitted.decoded());
    comparisons.put(
        Objective.RECONSTRUCTION, new Comparison(ops, prediction, target.seen(), weights));
  }

  private void categories() {
    List<Value> logits = emitted.logits(emitted.decoded());
    List<Value> words = emitted.words();
    Value[] entropies = new Value[words.size()];
    for (int i = 0; i < entropies.length; i++) {
      int column = i;
      Value entropy =
          ops.within(
              Objective.CATEGORIES,
              () ->
                  Composites.categoricalCrossEntropyWithLogits(
                      ops, logits.get(column), words.get(column)));
      entropies[i] = ops.expand(entropy, -1);
    }
    Value joined = entropies.length == 1 ? entropies[0] : ops.concat(-1, entropies);
    terms.add(mean(Objective.CATEGORIES, joined, weights(joined.shape(), Optional.empty())));
  }

  private void supervised(Head head, Loss loss, Map<String, Value> predictions) {
    StreamSpec label = head.label();
    if (rows.find(label.name()).isEmpty()) {
      throw new ConfigurationException(
          "term " + head.name(), "rows with a label " + label.name(), "none; set data.labels");
    }
    Value raw = emitted.input(label);
    boolean whole = raw.dtype() == DType.I32;
    Value known =
        whole ? ops.not(ops.eq(raw, ops.constantLike(raw, StreamSpec.NO_LABEL))) : ops.eq(raw, raw);
    Value target = ops.select(known, raw, ops.constantLike(raw, 0));
    Optional<Value> weights = weights(target.shape(), Optional.of(known));
    Value prediction = Objects.requireNonNull(predictions.get(head.name()));
    EmittedModel.Target compared = new EmittedModel.Target(raw, target, Optional.empty());
    term(head.name(), head.name(), loss, prediction, compared, weights);
    comparisons.put(head.name(), new Comparison(ops, prediction, target, weights));
  }

  /** How much each element counts; empty if all count alike. */
  private Optional<Value> weights(Shape shape, Optional<Value> observed) {
    Optional<Value> flags = observed.map(truth -> ops.cast(truth, DType.F32));
    List<StreamSpec> weighted = rows.of(StreamSpec.Role.WEIGHT);
    if (weighted.isEmpty()) {
      return flags;
    }
    Value row = emitted.input(weighted.getFirst());
    for (int rank = 2; rank < shape.rank(); rank++) {
      row = ops.expand(row, -1);
    }
    Value wide = ops.broadcast(shape.rank() == 1 ? ops.sum(row, 1) : row, shape);
    return Optional.of(flags.isPresent() ? ops.mul(wide, flags.get()) : wide);
  }

  private void term(
      String name,
      String place,
      Loss loss,
      Value prediction,
      EmittedModel.Target target,
      Optional<Value> weights) {
    terms.add(
        ops.within(
            place,
            () -> {
              Value elements = loss.apply(ops, prediction, target.seen());
              check(loss, elements, target);
              return mean(name, elements, weights.map(w -> grouped(w, elements.shape())));
            }));
  }

  private void check(Loss loss, Value elements, EmittedModel.Target target) {
    String where = ops.scope() + " (" + loss.getClass().getName() + ")";
    if (elements == null || !ops.owns(elements)) {
      throw new ConfigurationException(where, "a value that the loss emitted", "nothing");
    }
    Shape shape = target.seen().shape();
    int rank = elements.shape().rank();
    boolean fits =
        elements.dtype() == DType.F32
            && rank >= 1
            && rank <= shape.rank()
            && elements.shape().equals(shape.slice(0, rank));
    if (!fits) {
      throw new ShapeException(where, "a loss per element or row of " + shape, elements.type());
    }
    if (rank < shape.rank() && target.observed().isPresent()) {
      throw new ConfigurationException(
          where,
          "a loss of single elements where cells may be missing",
          "one that joins those of a row; use mse, mae, huber or bce");
    }
  }

  /** Weights of groups of elements, which count alike. */
  private Value grouped(Value weights, Shape shape) {
    int[] joined = IntStream.range(shape.rank(), weights.shape().rank()).toArray();
    return joined.length == 0 ? weights : ops.reduceMax(weights, joined);
  }

  private Term mean(String name, Value elements, Optional<Value> weights) {
    if (weights.isEmpty()) {
      return new Term(name, ops.meanAll(elements), Optional.empty(), true);
    }
    Value w = weights.get();
    Value counts = ops.lt(ops.constantLike(w, 0), w);
    Value weighted = ops.select(counts, ops.mul(elements, w), ops.constantLike(w, 0));
    Value total = ops.sumAll(w);
    Value mean = ops.div(ops.sumAll(weighted), ops.max(total, ops.constantLike(total, LEAST)));
    return new Term(name, mean, Optional.of(total), true);
  }

  /** True if a value is computed from an input that is no coefficient. */
  private static boolean ofRows(Value value) {
    return EmittedModel.needed(List.of(value)).stream()
        .flatMap(node -> node.results().stream())
        .filter(result -> result.op() instanceof Source.Parameter)
        .map(Function::parameter)
        .anyMatch(
            parameter ->
                parameter.kind() == Source.Kind.INPUT && !Coefficients.isInput(parameter.name()));
  }

  private void checkCoefficients() {
    Set<String> known = new LinkedHashSet<>(emitted.coefficients());
    terms.forEach(term -> known.add(term.name()));
    for (String name : objective.coefficients().keySet()) {
      if (!known.contains(name)) {
        throw new ConfigurationException(
            "training.coefficients: unknown term " + name + "; " + Names.advice(name, known));
      }
    }
  }

  List<Term> terms() {
    return terms;
  }

  /** A term times its coefficient. */
  Value weighted(Term term) {
    Coefficient coefficient = objective.coefficient(term.name());
    if (coefficient.schedule().isPresent()) {
      return ops.mul(term.mean(), emitted.coefficient(term.name()));
    }
    return coefficient.value() == 1 ? term.mean() : ops.mul(term.mean(), coefficient.value());
  }

  /** The sum of terms, each times its coefficient. */
  Value sum(List<Term> some) {
    return some.stream().map(this::weighted).reduce(ops::add).orElseGet(() -> ops.constant(0));
  }

  /** The sums of all metrics by output name. */
  Map<String, Value> metrics() {
    Map<String, Value> sums = new LinkedHashMap<>();
    objective
        .metrics()
        .forEach(
            (name, watch) -> {
              Comparison comparison = comparisons.get(watch.term());
              if (comparison == null) {
                throw new ConfigurationException(
                    "metric " + name, "a term " + watch.term() + " to look at", "none");
              }
              sums.putAll(sums(name, watch, comparison));
            });
    return sums;
  }

  private Map<String, Value> sums(String name, Watch watch, Comparison comparison) {
    String where = "metric " + name + " (" + watch.metric().getClass().getName() + ")";
    List<? extends @Nullable Value> parts = ops.within(name, () -> watch.metric().sums(comparison));
    if (parts == null || parts.isEmpty()) {
      throw new ConfigurationException(where, "at least one sum", "nothing");
    }
    Map<String, Value> sums = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Value part = parts.get(i);
      if (part == null || !ops.owns(part)) {
        throw new ConfigurationException(where, "values that the metric emitted", "nothing");
      }
      if (!part.shape().isFixed() || part.dtype() != DType.F32) {
        throw new ShapeException(where, "f32 sums of fixed shape", part.type());
      }
      sums.put(Measures.metric(name, i), part);
    }
    return sums;
  }
}
