package io.concertina.plugin.archive;

import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.model.Head;
import io.concertina.model.History;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.plugin.standard.StandardPlugin;
import io.concertina.plugin.standard.likelihood.Likelihoods;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small model with something in every part of it, and a file of tensors. */
final class Samples {

  static final Registry REGISTRY = Registry.of(new StandardPlugin(), new ArchivePlugin());

  private Samples() {}

  static Model model() {
    Shape sample = Shape.of(3);
    ModelSpec spec =
        ModelSpec.read(
            "model",
            sample,
            List.of(
                Map.of("dense", Map.of("units", 4, "activation", "relu")),
                "batch_norm",
                Map.of("name", "code", "dense", Map.of("units", 2))),
            List.of(Map.of("dense", Map.of("units", 3, "activation", "sigmoid"))),
            REGISTRY);
    Preprocessing preprocessing =
        new Preprocessing(
            Tensor.of(sample, 1f, 2f, 3f),
            Tensor.of(sample, -1f, 0f, 0.1f),
            Tensor.of(sample, 0.5f, 1f, 3e-8f),
            true);
    Map<String, Double> second = new LinkedHashMap<>();
    second.put("val_loss", Double.NaN);
    second.put("loss", 0.1 + 0.2);
    second.put("rate", Double.MIN_VALUE);
    History history =
        History.empty().plus(new Epoch(1, Map.of("loss", 1.0))).plus(new Epoch(2, second));
    Model initial = Model.initial(spec, preprocessing, -7);
    return initial
        .with(initial.weights(), history)
        .with("data", "sha256 \"quoted\"\n")
        .with("seed", "-7");
  }

  /** A model of few bytes. */
  static Model small() {
    Shape sample = Shape.of(2);
    List<Object> encoder = List.of(Map.of("dense", Map.of("units", 1)));
    List<Object> decoder = List.of(Map.of("dense", Map.of("units", 2)));
    ModelSpec spec = ModelSpec.read("model", sample, encoder, decoder, REGISTRY);
    return Model.initial(spec, Preprocessing.none(sample), 1);
  }

  /**
   * A trained model of named columns with an offset, two columns of words, a likelihood, two heads
   * and a plan.
   */
  static Model rich() {
    Elements columns = Elements.named(List.of("time", "a\nb")).withOffsets(List.of(1.7e9, 0.0));
    Elements words =
        Elements.named(List.of("country", "device"))
            .withWords(List.of(List.of("DE", "FR"), List.of("\"x\"")));
    StreamSpec label = StreamSpec.label("kind");
    Schema streams =
        Schema.of(
            StreamSpec.feature(Schema.X, Shape.of(2)).with(columns),
            new StreamSpec(
                Schema.CATEGORIES,
                StreamSpec.Role.FEATURE,
                StreamSpec.Kind.I32,
                Shape.of(2),
                words));
    Head kind =
        new Head(
            "kind",
            Head.CODE,
            layers(dense(2)),
            label.with(Elements.unknown().withWords(List.of(List.of("cat", "dog")))));
    Head size =
        new Head(
            "size",
            "encoder/dense_1",
            layers("batch_norm", dense(1)),
            new StreamSpec(
                "size",
                StreamSpec.Role.LABEL,
                StreamSpec.Kind.F32,
                Shape.of(1),
                Elements.ranged(new ValueRange(-0.5, 1e300))));
    ModelSpec spec =
        new ModelSpec(
            streams,
            layers(dense(4), dense(2)),
            layers(dense(9)),
            new Outputs(Optional.of(Likelihoods.gaussianOfLearnedVariance()), List.of(kind, size)));
    Model initial = Model.initial(spec, Preprocessing.none(Shape.of(2)), 9);
    return initial.with(initial.provenance().with(plan()).with(terms()).with("data", "rows.csv"));
  }

  /** A plan with something of every type in it. */
  static Map<String, Object> plan() {
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("seed", 1L << 40);
    plan.put("optimizer", Map.of("adam", Map.of("rate", 0.001f, "beta1", 0.9)));
    plan.put("metrics", List.of("mse", Map.of("name", "far", "max_error", Map.of())));
    plan.put("epochs", 5L);
    plan.put("shuffle", "whole");
    plan.put("restore", true);
    return plan;
  }

  private static History terms() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", 0.1 + 0.2);
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("reconstruction", 0.25);
    terms.put("kind", Double.NaN);
    terms.put("encoder/code/kl", -0.0);
    return History.empty().plus(new Epoch(1, values, terms, Map.of("kind", 1.0 / 3)));
  }

  /** A model that reconstructs other pictures than it sees, which are scaled in their own way. */
  static Model pairs() {
    Shape picture = Shape.of(2, 2);
    StreamSpec seen = StreamSpec.feature(Schema.X, picture);
    Schema streams =
        Schema.of(
            seen.with(Elements.ranged(new ValueRange(0, 255))),
            seen.as(Schema.TARGET, StreamSpec.Role.TARGET));
    ModelSpec plain =
        ModelSpec.read(
            "model",
            picture,
            List.of("flatten", dense(2)),
            List.of(dense(4), Map.of("reshape", Map.of("shape", List.of(2, 2)))),
            REGISTRY);
    Preprocessing filled =
        new Preprocessing(
            Tensor.full(picture, 7), Tensor.full(picture, 0.5f), Tensor.full(picture, 2), true);
    Scalings scalings =
        new Scalings(Preprocessing.range(picture, new ValueRange(0, 255)), Optional.of(filled));
    return Model.initial(plain.on(streams), scalings, 4);
  }

  /** A model of one column of words and no numbers. */
  static Model words() {
    Elements words = Elements.unknown().withWords(List.of(List.of("a", "b")));
    Schema streams =
        Schema.of(
            new StreamSpec(
                Schema.CATEGORIES,
                StreamSpec.Role.FEATURE,
                StreamSpec.Kind.I32,
                Shape.of(1),
                words));
    ModelSpec spec = new ModelSpec(streams, layers(dense(1)), layers(dense(3)), Outputs.plain());
    return Model.initial(spec, Preprocessing.none(Shape.of(0)), 2);
  }

  private static List<NamedLayer> layers(Object... trees) {
    return ModelSpec.stack("model", List.of(trees), REGISTRY);
  }

  /** The layers 784-512-256-32-256-512-784 with initial weights. */
  static Model deep() {
    Shape sample = Shape.of(784);
    ModelSpec spec =
        ModelSpec.read(
            "model",
            sample,
            List.of(dense(512), dense(256), dense(32)),
            List.of(dense(256), dense(512), dense(784)),
            REGISTRY);
    return Model.initial(spec, Preprocessing.none(sample), 3);
  }

  private static Object dense(int units) {
    return Map.of("dense", Map.of("units", units));
  }

  /** A model whose kernels have zeros in place of the smallest of their numbers. */
  static Model pruned(Model model, double sparsity) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    weights.replaceAll(
        (_, weight) -> weight.shape().rank() > 1 ? pruned(weight, sparsity) : weight);
    return model.with(weights, model.history());
  }

  private static Tensor pruned(Tensor weight, double sparsity) {
    float[] elements = weight.toFloats();
    float[] sizes = weight.toFloats();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
    }
    Arrays.sort(sizes);
    float limit = sizes[(int) (sparsity * sizes.length)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Math.abs(elements[i]) < limit ? 0 : elements[i];
    }
    return Tensor.of(weight.shape(), elements);
  }

  /** A model with a dense kernel, one best stored as bits, one as gaps, and a masked bias. */
  static Model sparse() {
    Shape sample = Shape.of(12);
    ModelSpec spec =
        ModelSpec.read(
            "model", sample, List.of(dense(40), dense(3)), List.of(dense(40), dense(12)), REGISTRY);
    Model model = Model.initial(spec, Preprocessing.none(sample), 5);
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    weights.computeIfPresent("encoder/dense_1/kernel", (_, kernel) -> pruned(kernel, 0.6));
    weights.computeIfPresent("decoder/dense_2/kernel", (_, kernel) -> pruned(kernel, 0.97));
    Tensor bias = weights.get("decoder/dense_1/bias");
    int[] kept = new int[bias.size()];
    Arrays.fill(kept, 7, 9, 1);
    return model
        .with(weights, model.history())
        .masked(Map.of("decoder/dense_1/bias", Tensor.ofBooleans(bias.shape(), kept)));
  }

  /** What a model's layers are, for comparison. */
  static Map<String, Object> layers(Model model) {
    return model.spec().describe(REGISTRY);
  }

  /** A file of tensors as they are, without metadata. */
  static TensorFile file(Map<String, Tensor> tensors) {
    Map<String, StoredTensor> stored = new TreeMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, new StoredTensor.Plain(tensor)));
    return new TensorFile(Map.of(), stored);
  }
}
