package io.concertina.testkit;

import static io.concertina.data.StreamSpec.Kind.F32;

import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Models of some layers that have something in every part that a format must keep. */
final class FormatSamples {

  private static final long SEED = 3;

  private FormatSamples() {}

  /** The models by what is special about them. */
  static Map<String, Model> of(ModelSpec spec) {
    Map<String, Model> samples = new LinkedHashMap<>();
    Model fresh = fresh(spec);
    samples.put("fresh", fresh);
    samples.put("trained", trained(spec));
    samples.put("masked", masked(spec));
    samples.put("with odd numbers", fresh.with(odd(fresh.weights()), History.empty()));
    samples.put("with streams", streams(spec));
    return samples;
  }

  /** With nothing but layers, weights and the seed. */
  static Model fresh(ModelSpec spec) {
    return Model.initial(spec, Preprocessing.none(spec.sample()), SEED);
  }

  /** With preprocessing, weights that no rule gives, a history, facts and names of columns. */
  static Model trained(ModelSpec spec) {
    return trained(
        Model.initial(spec.withColumns(columns(spec)), preprocessing(spec.sample()), SEED));
  }

  private static List<String> columns(ModelSpec spec) {
    return IntStream.range(0, spec.sample().size()).mapToObj(i -> "column, " + i).toList();
  }

  /** On a feature of which all is known, and with a target that has a scaling of its own. */
  private static Model streams(ModelSpec spec) {
    Shape sample = spec.sample();
    Elements known =
        new Elements(
            columns(spec),
            List.of(),
            IntStream.range(0, sample.size()).mapToObj(i -> 1.7e9 + i / 3.0).toList(),
            List.of("?", "n/a"),
            Optional.of(new ValueRange(-0.1, 1e17)),
            Optional.empty(),
            List.of());
    StreamSpec x = new StreamSpec(Schema.X, StreamSpec.Role.FEATURE, F32, sample, known);
    StreamSpec target =
        new StreamSpec(Schema.TARGET, StreamSpec.Role.TARGET, F32, sample, Elements.unknown());
    Scalings scalings = new Scalings(preprocessing(sample), Optional.of(preprocessing(sample)));
    return Model.initial(spec.on(Schema.of(x, target)), scalings, SEED);
  }

  private static Model trained(Model initial) {
    KeyedRandom random = KeyedRandom.of(SEED, "weights");
    Map<String, Tensor> weights = new LinkedHashMap<>(initial.weights());
    weights.replaceAll((_, weight) -> draw(random, weight.shape()));
    Map<String, Double> second = new LinkedHashMap<>();
    second.put("val_loss", Double.NaN);
    second.put("loss", 0.1 + 0.2);
    second.put("rate", Double.MIN_VALUE);
    second.put("a metric", Double.NEGATIVE_INFINITY);
    History history =
        History.empty().plus(new Epoch(1, Map.of("loss", 1e300))).plus(new Epoch(2, second));
    return initial
        .with(weights, history)
        .with(initial.provenance().with(history).with(plan()))
        .with("quoted", "\"a\\b\"\n\t{}[],:#'")
        .with("größe", "30 µm")
        .with("empty", "");
  }

  private static Map<String, Object> plan() {
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("seed", 1L << 40);
    plan.put("optimizer", Map.of("adam", Map.of("rate", 0.1f, "epsilon", 1e-7)));
    plan.put("batching", List.of("rows", 32, true));
    return plan;
  }

  private static Preprocessing preprocessing(Shape sample) {
    KeyedRandom random = KeyedRandom.of(SEED, "preprocessing");
    Tensor factor = draw(random, sample);
    return new Preprocessing(draw(random, sample), draw(random, sample), factor, true);
  }

  /**
   * As {@link #trained}; every second element of every trained weight is masked, and a free one is
   * 0.
   */
  static Model masked(ModelSpec spec) {
    Model model = trained(spec);
    Map<String, Tensor> masks = new LinkedHashMap<>();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    for (String name : weightsOf(model)) {
      Tensor weight = model.weight(name);
      int[] kept = new int[weight.size()];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = i % 2;
      }
      float[] elements = weight.toFloats();
      elements[elements.length - 1] = 0;
      weights.put(name, Tensor.of(weight.shape(), elements));
      masks.put(name, Tensor.ofBooleans(weight.shape(), kept));
    }
    return model.with(weights, model.history()).masked(masks);
  }

  /** Names of what is trained. */
  private static List<String> weightsOf(Model model) {
    return variables(model).stream()
        .filter(variable -> variable.role() == Role.WEIGHT)
        .map(Variable::name)
        .toList();
  }

  /** Names of the weights of two axes and more. */
  static List<String> kernels(Model model) {
    return weightsOf(model).stream().filter(n -> model.weight(n).shape().rank() > 1).toList();
  }

  private static List<Variable> variables(Model model) {
    return model.blueprint().variables();
  }

  /** Negative zero, a NaN with a payload, the smallest number, infinities, in turn. */
  private static Map<String, Tensor> odd(Map<String, Tensor> weights) {
    int[] bits = {0x80000000, 0x7FC12345, 1, 0x7F800000, 0xFF800000, 0xFFC00001, 0x3DCCCCCD};
    Map<String, Tensor> odd = new LinkedHashMap<>(weights);
    odd.replaceAll(
        (_, weight) -> {
          float[] elements = new float[weight.size()];
          for (int i = 0; i < elements.length; i++) {
            elements[i] = Float.intBitsToFloat(bits[i % bits.length]);
          }
          return Tensor.of(weight.shape(), elements);
        });
    return odd;
  }

  private static Tensor draw(KeyedRandom random, Shape shape) {
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return Tensor.view(shape, elements);
  }
}
