package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.ShapeException;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.layer.Variable;
import io.concertina.loss.Likelihood;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model's layers emitted on a graph of their own, from raw streams on.
 *
 * <p>Whoever makes functions out of a model starts here: {@link ModelFunctions} for inference, the
 * training functions, contract tests.
 */
public final class EmittedModel {

  private final Ops ops = new Ops();
  private final ModelSpec spec;
  private final Scalings scalings;
  private final Trace trace;
  private final OneHot categories;
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Value seen;
  private final Value code;
  private Optional<Value> decoded = Optional.empty();

  /** Emits the entrance and the encoder. */
  public EmittedModel(ModelSpec spec, Scalings scalings, EmissionOptions options) {
    this.spec = spec;
    this.scalings = scalings;
    this.categories = OneHot.of(spec);
    Shape sample = categories.joined(spec.sample());
    this.trace =
        new Trace(
            ops,
            options,
            new Trace.Surroundings(
                sample, categories.joined(parameters(spec)), this::lengths, Optional.empty()));
    this.seen = enter();
    trace.gives(ModelFunctions.X, seen);
    Parts.split(ops, spec.parts(), seen).forEach(trace::gives);
    spec.streams()
        .of(StreamSpec.Role.LABEL)
        .forEach(label -> trace.gives(label.name(), known(input(label))));
    this.code = trace.layers(spec.graph("encoder"), seen);
  }

  private Optional<Value> lengths() {
    return spec.length()
        .map(stream -> ops.reshape(input(stream), Shape.of(Dim.named(ModelFunctions.BATCH))));
  }

  /** Shape of what the decoder must give of the numbers. */
  static Shape parameters(ModelSpec spec) {
    Shape numbers = spec.reconstructed();
    Optional<Likelihood> likelihood = spec.outputs().likelihood();
    if (spec.classes().isPresent()) {
      return likelihood
          .orElseThrow(
              () ->
                  new ConfigurationException(
                      "training.loss",
                      "a likelihood of classes, categorical, since x holds whole numbers",
                      "a loss of numbers"))
          .parameters(spec.classes().get());
    }
    return likelihood.map(l -> l.parameters(numbers)).orElse(numbers);
  }

  private Value enter() {
    Optional<Value> numbers = spec.streams().find(Schema.X).map(this::enter);
    Optional<Value> words = spec.categories().map(stream -> categories.apply(ops, input(stream)));
    if (words.isEmpty()) {
      return numbers.orElseThrow();
    }
    return numbers.map(x -> ops.concat(-1, x, words.get())).orElseGet(words::get);
  }

  /** Numbers are scaled; classes stay, with 0 where a sequence has ended. */
  private Value enter(StreamSpec stream) {
    Value raw = input(stream);
    if (stream.kind() == StreamSpec.Kind.F32) {
      return scalings.x().apply(ops, raw);
    }
    return observed(raw, scalings.x())
        .map(there -> ops.select(there, raw, ops.constantLike(raw, 0)))
        .orElse(raw);
  }

  /** The input of a stream [batch, ...], declared when first asked for. */
  public Value input(StreamSpec stream) {
    return inputs.computeIfAbsent(
        stream.name(), name -> ops.input(name, ModelFunctions.type(stream)));
  }

  /** Numbers of a label, 0 where it is missing; whole numbers stay as they came. */
  private Value known(Value label) {
    return label.dtype() == DType.I32
        ? label
        : ops.select(ops.eq(label, label), label, ops.constantLike(label, 0));
  }

  /** Emits the decoder on the code. */
  public EmittedModel whole() {
    decoded = Optional.of(decode(code));
    return this;
  }

  /** Emits the decoder on a code and gives its output. */
  public Value decode(Value from) {
    trace.opens(from);
    Value last = trace.layers(spec.graph("decoder"), from);
    boolean apart = !Parts.results(spec.streams(), spec.decoder()).isEmpty();
    return apart ? Parts.joined(ops, spec.parts(), trace.outputs()) : fitting(last);
  }

  private Value fitting(Value output) {
    Shape expected = trace.output().prepend(Dim.named(ModelFunctions.BATCH));
    if (withoutOnes(output.shape()).equals(withoutOnes(expected))) {
      return output.shape().equals(expected) ? output : ops.reshape(output, expected);
    }
    String last =
        spec.decoder().isEmpty() ? "decoder" : "decoder/" + spec.decoder().getLast().name();
    String what =
        spec.outputs().likelihood().isEmpty()
            ? "a reconstruction " + expected + " like the model's input"
            : "the likelihood's parameters " + expected;
    throw new ShapeException(last, what, output.shape());
  }

  /** An image without an axis for its one channel is one with it. */
  private static Shape withoutOnes(Shape shape) {
    return new Shape(shape.dims().stream().filter(dim -> !dim.equals(Dim.of(1))).toList());
  }

  /** Emits a head, after {@link #whole}, and gives its prediction. */
  public Value head(Head head) {
    Value from = head.from().equals(Head.CODE) ? code : trace.outputs().get(head.from());
    if (from == null) {
      throw new ConfigurationException(
          "model.heads." + head.name() + ".from",
          Head.CODE + " or a layer of " + trace.outputs().keySet(),
          head.from());
    }
    return trace.layers(spec.graph("heads/" + head.name()), from);
  }

  /** Emits all heads, after {@link #whole}; a prediction by name. */
  public Map<String, Value> heads() {
    Map<String, Value> predictions = new LinkedHashMap<>();
    spec.outputs().heads().forEach(head -> predictions.put(head.name(), head(head)));
    return predictions;
  }

  /** Where the layers were emitted. */
  public Ops ops() {
    return ops;
  }

  /** Paths of the layers that are used again by others, with the variables that they have. */
  public Set<String> shared() {
    return trace.shared();
  }

  /** The features as the first layer sees them. */
  public Value seen() {
    return seen;
  }

  /** The encoder's output. */
  public Value code() {
    return code;
  }

  /** The decoder's output on the code; needs {@link #whole}. */
  public Value decoded() {
    return decoded.orElseThrow();
  }

  /** What a decoder's output says of the numbers: the likelihood's parameters. */
  public Value numbers(Value output) {
    return categories.numbers(ops, output);
  }

  /** What a decoder's output says of each column of categories: logits [batch, words]. */
  public List<Value> logits(Value output) {
    return categories.logits(ops, output);
  }

  /**
   * The reconstruction of the numbers in the units that the model sees, from a decoder's output.
   */
  public Value reconstruction(Value output) {
    Value parameters = numbers(output);
    return spec.outputs()
        .likelihood()
        .map(likelihood -> reconstruction(likelihood, parameters))
        .orElse(parameters);
  }

  private Value reconstruction(Likelihood likelihood, Value parameters) {
    Value given = ops.within("likelihood", () -> likelihood.reconstruction(ops, parameters));
    Shape sample = spec.classes().isPresent() ? parameters(spec) : spec.reconstructed();
    Shape expected = sample.prepend(Dim.named(ModelFunctions.BATCH));
    if (given == null || !ops.owns(given) || !given.shape().equals(expected)) {
      throw new ShapeException(
          "likelihood (" + likelihood.getClass().getName() + ")",
          "a reconstruction " + expected,
          given == null ? "nothing" : given);
    }
    return given;
  }

  /**
   * The numbers that are compared with a reconstruction: the rows' target, or else the feature,
   * which can stand for a target of its shape.
   *
   * @param rows what the rows are made of
   * @throws DataException if the rows have no target and the feature cannot stand for it
   */
  public Target target(Schema rows) {
    Optional<StreamSpec> target = spec.target();
    if (target.isPresent() && rows.find(target.get().name()).isPresent()) {
      return target(input(target.get()), scalings.reconstructed());
    }
    if (target.isPresent() && !target.get().shape().equals(spec.sample())) {
      throw new DataException(
          "rows", "a stream " + target.get().name() + " to compare with", "none; add it");
    }
    Value raw = input(spec.streams().x());
    return target.isEmpty() && spec.categories().isEmpty()
        ? new Target(raw, seen, observed(raw, scalings.x()))
        : target(raw, scalings.reconstructed());
  }

  private Target target(Value raw, Preprocessing scaling) {
    return new Target(raw, scaling.apply(ops, raw), observed(raw, scaling));
  }

  private Optional<Value> observed(Value raw, Preprocessing scaling) {
    if (raw.dtype() == DType.I32) {
      return spec.length().map(_ -> ops.le(ops.constantLike(raw, 0), raw));
    }
    return scaling.filling() ? Optional.of(Preprocessing.observed(ops, raw)) : Optional.empty();
  }

  /**
   * What a reconstruction is compared with.
   *
   * @param raw as it came, NaN where it is missing
   * @param seen in the units of the model, filled where it is missing
   * @param observed truth values of its shape; empty where nothing can be missing
   */
  public record Target(Value raw, Value seen, Optional<Value> observed) {}

  /** The words of each column of categories as they came: one-hot vectors [batch, words]. */
  public List<Value> words() {
    return spec.categories()
        .map(stream -> categories.columns(ops, input(stream)))
        .orElse(List.of());
  }

  /**
   * The likeliest class of each element of the feature, where that holds classes: i32 [batch, ...].
   */
  public Value likeliestClass(Value output) {
    return ops.argMax(numbers(output), -1);
  }

  /** The likeliest word of each column of categories: i32 [batch, columns]. */
  public Value likeliest(Value output) {
    Value[] columns =
        logits(output).stream()
            .map(logits -> ops.expand(ops.argMax(logits, -1), -1))
            .toArray(Value[]::new);
    return columns.length == 1 ? columns[0] : ops.concat(-1, columns);
  }

  /** What the layers declared, in order. */
  public List<Variable> variables() {
    return trace.variables();
  }

  /** A variable as layers see it: the parameter, behind its mask if it has one. */
  public Value variable(String name) {
    return trace.value(name);
  }

  /** New values of state variables by name. */
  public Map<String, Value> updates() {
    return trace.updates();
  }

  /** What the layers add to the objective, by full name. */
  public Map<String, Value> terms() {
    return trace.terms();
  }

  /** Names of the coefficients that layers asked for. */
  public Set<String> coefficients() {
    return trace.coefficients();
  }

  /** The input of a coefficient that a schedule drives, f32 scalar. */
  public Value coefficient(String name) {
    return trace.coefficient(name);
  }

  /** Output of every layer by its path, in order. */
  public Map<String, Value> layers() {
    return trace.outputs();
  }

  /** The key parameter, declared when first asked for. */
  public Value key() {
    return trace.key();
  }

  /** Declares the input of codes [batch, ...], to be decoded. */
  public Value codeInput() {
    return ops.input(ModelFunctions.CODE, TensorType.f32(code.shape()));
  }

  /** A function of just those parameters that the outputs need, ready for engines. */
  public Function function(String name, Map<String, Value> outputs) {
    return function(ops, name, outputs);
  }

  static Function function(Ops ops, String name, Map<String, Value> outputs) {
    Set<Node> needed = needed(outputs.values());
    List<Value> used =
        ops.parameters().stream().filter(value -> needed.contains(value.node())).toList();
    return Rewrites.loops(new Function(name, used, outputs, Map.of()));
  }

  /** The nodes that values are computed from, their own included. */
  public static Set<Node> needed(Iterable<Value> values) {
    Set<Node> needed = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    values.forEach(value -> open.push(value.node()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (needed.add(node)) {
        node.operands().forEach(operand -> open.push(operand.node()));
      }
    }
    return needed;
  }

  /** Truth values as 0 and 1. */
  static Value flags(Ops ops, Value truth) {
    return ops.cast(truth, DType.F32);
  }
}
