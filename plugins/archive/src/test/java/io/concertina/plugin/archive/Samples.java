package io.concertina.plugin.archive;

import io.concertina.data.Preprocessing;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.standard.StandardPlugin;
import io.concertina.spi.Registry;
import io.concertina.train.Epoch;
import io.concertina.train.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small model with something in every part of it. */
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

  /** What a model's layers are, for comparison. */
  static Map<String, Object> layers(Model model) {
    return model.spec().describe(REGISTRY);
  }
}
