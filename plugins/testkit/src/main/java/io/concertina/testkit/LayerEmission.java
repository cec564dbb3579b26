package io.concertina.testkit;

import io.concertina.ConfigurationException;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Coefficients;
import io.concertina.model.EmissionOptions;
import io.concertina.model.EmittedModel;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Scalings;
import io.concertina.testkit.cases.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A layer emitted on a graph of its own, and arguments for the functions it makes. */
final class LayerEmission {

  static final String X = "x";
  static final String Y = "y";
  static final String KEY = "key";
  static final String COTANGENT = "cotangent";
  static final String LOSS = "loss";

  static final Dim BATCH = Dim.named("batch");

  static final String NAME = "layer";
  private static final String ENCODER = "encoder/";
  private static final String DECODER = "decoder/";
  private static final double DISTURBANCE = 0.2;

  private final LayerSubject subject;
  private final Mode mode;
  private final EmittedModel emitted;
  private final Ops ops;
  private final Value x;
  private final Value y;

  LayerEmission(LayerSubject subject, Mode mode) {
    this.subject = subject;
    this.mode = mode;
    boolean opening = subject.before().keySet().stream().anyMatch(path -> path.startsWith(DECODER));
    ModelSpec spec = spec(subject, opening);
    EmissionOptions options = new EmissionOptions(mode, Set.of(), Coefficients.byLayers());
    this.emitted = new EmittedModel(spec, Scalings.none(subject.sample()), options);
    this.ops = emitted.ops();
    this.x = emitted.seen();
    this.y =
        opening
            ? Objects.requireNonNull(emitted.whole().layers().get(DECODER + NAME))
            : emitted.code();
  }

  private static ModelSpec spec(LayerSubject subject, boolean opening) {
    List<NamedLayer> encoder = new ArrayList<>();
    List<NamedLayer> decoder = new ArrayList<>();
    subject
        .before()
        .forEach(
            (path, layer) -> {
              if (!path.startsWith(ENCODER) && !path.startsWith(DECODER)) {
                throw new ConfigurationException(
                    "layers before the subject", "paths encoder/NAME or decoder/NAME", path);
              }
              String name = path.substring(ENCODER.length());
              (path.startsWith(ENCODER) ? encoder : decoder).add(new NamedLayer(name, layer));
            });
    NamedLayer named = named(subject, encoder, opening);
    if (opening) {
      decoder.add(named);
      decoder.add(new NamedLayer("zeros", LayerEmission::zeros));
    } else {
      encoder.add(named);
    }
    return new ModelSpec(subject.sample(), encoder, decoder);
  }

  /** The subject, behind layers that cut its inputs out of the samples if it takes several. */
  static NamedLayer named(LayerSubject subject, List<NamedLayer> encoder, boolean opening) {
    List<String> from = new ArrayList<>();
    for (InputPart part : InputPart.of(subject.inputs())) {
      String name = "input_" + (from.size() + 1);
      encoder.add(new NamedLayer(name, part).from(X));
      from.add(opening ? ENCODER + name : name);
    }
    return new NamedLayer(NAME, subject.layer(), from);
  }

  /** What a decoder must give, for a model that nobody asks for it. */
  static Value zeros(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    return ops.broadcast(ops.constant(0), scope.output().prepend(x.shape().dim(0)));
  }

  List<Variable> variables() {
    return emitted.variables();
  }

  Mode mode() {
    return mode;
  }

  Value y() {
    return y;
  }

  /** One of several inputs, from 1 on. */
  Value input(int number) {
    return Objects.requireNonNull(emitted.layers().get(ENCODER + "input_" + number));
  }

  /** A shape with the batch's size in place of its name. */
  static Shape bound(Shape shape, int batch) {
    return shape.bind(Map.of(BATCH.toString(), batch));
  }

  /** True if the layer has asked for randomness. */
  boolean isRandom() {
    return ops.parameters().stream()
        .anyMatch(parameter -> Function.parameter(parameter).name().equals(KEY));
  }

  /** The layer's map: output, terms and new state. */
  Function forward() {
    return ops.function("forward", outputs(), emitted.updates());
  }

  private Map<String, Value> outputs() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(Y, y);
    emitted.terms().forEach((name, term) -> outputs.put("term " + name, term));
    return outputs;
  }

  /**
   * The scalar Σ y · c + Σ terms for a given c and its gradients by x and by each weight. The
   * output {@code d NAME} is the gradient by the parameter NAME.
   */
  Function gradients() {
    Value cotangent = ops.input(COTANGENT, y.type());
    Value loss = ops.sumAll(ops.mul(y, cotangent));
    for (Value term : emitted.terms().values()) {
      loss = ops.add(loss, term);
    }
    Map<String, Value> wanted = new LinkedHashMap<>();
    wanted.put(X, x);
    for (Variable variable : variables()) {
      if (variable.role() == Role.WEIGHT) {
        wanted.put(variable.name(), emitted.variable(variable.name()));
      }
    }
    List<Value> gradients = Gradients.of(ops, loss, List.copyOf(wanted.values()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(LOSS, loss);
    int i = 0;
    for (String name : wanted.keySet()) {
      outputs.put(gradient(name), gradients.get(i++));
    }
    return ops.function("gradients", outputs);
  }

  /** Name of the output that holds the gradient by a parameter. */
  static String gradient(String parameter) {
    return "d " + parameter;
  }

  /**
   * A value for every parameter of either function. Variables are close to their initial values,
   * but not at them, since zeros would hide what they are multiplied with; state only grows, since
   * it may have to be positive.
   *
   * @param batch number of samples
   * @param seed tells arguments apart
   */
  Map<String, Tensor> arguments(int batch, long seed) {
    Samples samples = new Samples(seed);
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    arguments.put(X, samples.floats(bound(x.shape(), batch), subject.low(), subject.high()));
    for (Variable variable : variables()) {
      double low = variable.role() == Role.STATE ? 0 : -DISTURBANCE;
      Tensor noise = samples.floats(variable.shape(), low, DISTURBANCE);
      arguments.put(variable.name(), sum(initial(variable, seed), noise));
    }
    if (isRandom()) {
      arguments.put(KEY, Threefry.key(Threefry.fold(seed, KEY)));
    }
    return arguments;
  }

  /** The same with a c for {@link #gradients}. */
  Map<String, Tensor> gradientArguments(int batch, long seed) {
    Map<String, Tensor> arguments = new LinkedHashMap<>(arguments(batch, seed));
    arguments.put(COTANGENT, new Samples(seed + 1).floats(bound(y.shape(), batch), -1, 1));
    return arguments;
  }

  /** Arguments with one sample of a batch in place of the batch. */
  Map<String, Tensor> row(Map<String, Tensor> arguments, int row) {
    Map<String, Tensor> changed = new LinkedHashMap<>(arguments);
    float[] sample = new float[subject.sample().size()];
    changed.computeIfPresent(
        X,
        (_, batch) -> {
          batch.copyTo(row * sample.length, sample, 0, sample.length);
          return Tensor.of(bound(x.shape(), 1), sample);
        });
    return changed;
  }

  /** A variable's value before training. */
  static Tensor initial(Variable variable, long seed) {
    KeyedRandom random = KeyedRandom.of(seed, variable.name());
    return Tensor.of(
        variable.shape(), variable.initializer().values(variable.shape().sizes(), random));
  }

  private static Tensor sum(Tensor a, Tensor b) {
    float[] sum = new float[a.size()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a.floatAt(i) + b.floatAt(i);
    }
    return Tensor.of(a.shape(), sum);
  }
}
