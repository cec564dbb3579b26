package io.concertina.plugin.training;

import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Loss;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.optimizer.Optimizer;
import io.concertina.train.Coefficient;
import io.concertina.train.HeadTerm;
import io.concertina.train.Objective;
import io.concertina.train.TrainingPlan;
import java.util.List;
import java.util.Map;

/**
 * Tables with everything that rows may have: missing cells, weights, labels that most rows lack.
 * And models for them, without noise unless said otherwise.
 */
final class Tables {

  static final int WIDTH = 6;
  static final int CLASSES = 3;

  private Tables() {}

  static Optimizer sgd() {
    return Fixtures.REGISTRY.create(
        Optimizer.class, "optimizer", Map.of("sgd", Map.of("rate", 0.5)));
  }

  static Loss loss(String name) {
    return Fixtures.REGISTRY.create(Loss.class, "loss", name);
  }

  /** Rows of which a tenth of the cells is missing. */
  static MemoryDataset gaps(int n) {
    KeyedRandom random = KeyedRandom.of(3, "gaps");
    float[] cells = new float[n * WIDTH];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    return MemoryDataset.of("gaps", Tensor.view(Shape.of(n, WIDTH), cells));
  }

  /** The weights 0, 0.5, 1, 1.5 and 0 again. */
  static MemoryDataset weighted(MemoryDataset rows) {
    float[] weights = new float[(int) rows.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 4 * 0.5f;
    }
    StreamSpec stream =
        StreamSpec.feature("weight", Shape.of(1)).as("weight", StreamSpec.Role.WEIGHT);
    return rows.with(stream, Tensor.view(Shape.of(weights.length, 1), weights));
  }

  /** Labels of the first rows of every 16 only. */
  static MemoryDataset labelled(MemoryDataset rows) {
    int[] labels = new int[(int) rows.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 16 < 5 ? i % CLASSES : StreamSpec.NO_LABEL;
    }
    return rows.with(StreamSpec.label("label"), Tensor.of(Shape.of(labels.length, 1), labels));
  }

  /** All of it. */
  static Dataset whole(int n) {
    return labelled(weighted(gaps(n)));
  }

  static Preprocessing filling() {
    Shape sample = Shape.of(WIDTH);
    return new Preprocessing(
        Tensor.full(sample, 0.25f), Tensor.full(sample, 0), Tensor.full(sample, 1), true);
  }

  static Model model(Map<String, ?> encoder, Object... more) {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(WIDTH),
            List.of(encoder, Map.of("dense", Map.of("units", 2))),
            more.length == 0 ? List.of("dense") : List.of(more),
            Fixtures.REGISTRY);
    return Model.initial(spec, filling(), 5);
  }

  /** A layer of the encoder with a penalty on its weights and one on its output. */
  static Map<String, ?> penalised() {
    return Map.of(
        "dense",
        Map.of(
            "units",
            5,
            "activation",
            "tanh",
            "kernel_regularizer",
            Map.of("l2", Map.of("strength", 0.01)),
            "activity_regularizer",
            Map.of("l1", Map.of("strength", 0.02))));
  }

  /** One that predicts the label from its code as well. */
  static Model predicting(Model model) {
    return predicting(model, Head.CODE);
  }

  static Model predicting(Model model, String from) {
    List<?> layers = List.of(Map.of("dense", Map.of("units", CLASSES, "activation", "softmax")));
    Head head =
        new Head(
            "kind",
            from,
            ModelSpec.stack("model.heads.kind", layers, Fixtures.REGISTRY),
            StreamSpec.label("label"));
    ModelSpec spec = model.spec().with(Outputs.plain().with(List.of(head)));
    return Model.initial(spec, Scalings.of(model.preprocessing()), 5);
  }

  /** Reconstruction, half as much the labels. */
  static Objective both() {
    return new Objective(
        loss("mse"),
        List.of(new HeadTerm("kind", loss("sparse_cce"))),
        Map.of(),
        Map.of("kind", Coefficient.of(0.5)));
  }

  static TrainingPlan plan(Objective objective, int epochs, int batch) {
    return TrainingPlan.of(objective, sgd(), epochs, batch, 3);
  }
}
