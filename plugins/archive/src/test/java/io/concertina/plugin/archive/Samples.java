package io.concertina.plugin.archive;

import io.concertina.data.Preprocessing;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.standard.StandardPlugin;
import io.concertina.spi.Registry;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
