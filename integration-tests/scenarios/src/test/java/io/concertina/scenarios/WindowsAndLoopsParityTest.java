package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.data.Elements;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Loss;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.optimizer.Optimizer;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows and loops, with dropout and statistics of a batch, train alike on both engines. */
class WindowsAndLoopsParityTest {

  private static final int EPOCHS = 10;
  private static final int ROWS = 48;
  private static final int STEPS = 6;
  private static final int FEATURES = 3;
  private static final double CLOSE = 1e-4;
  private static final Registry REGISTRY = Registry.load();

  private static Map<String, Object> layer(String name, Object... settings) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put((String) settings[i], settings[i + 1]);
    }
    return Map.of(name, map);
  }

  /** Sequences of 1 to {@value #STEPS} steps, nothing behind their ends. */
  private static MemoryDataset sequences() {
    KeyedRandom random = KeyedRandom.of(2, "sequences");
    float[] elements = new float[ROWS * STEPS * FEATURES];
    int[] lengths = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      lengths[row] = 1 + random.nextInt(STEPS);
      for (int i = 0; i < STEPS * FEATURES; i++) {
        double wave = Math.sin(0.4 * i + row) + 0.1 * random.nextGaussian();
        elements[row * STEPS * FEATURES + i] =
            i < lengths[row] * FEATURES ? (float) wave : Float.NaN;
      }
    }
    return MemoryDataset.of("sequences", Tensor.view(Shape.of(ROWS, STEPS, FEATURES), elements))
        .with(StreamSpec.length(), Tensor.of(Shape.of(ROWS, 1), lengths));
  }

  private static Model remembering(String cell) {
    Shape sample = Shape.of(STEPS, FEATURES);
    StreamSpec x =
        new StreamSpec(
            Schema.X, StreamSpec.Role.FEATURE, StreamSpec.Kind.F32, sample, Elements.unknown());
    List<Object> encoder =
        List.of(
            layer(cell, "units", 8, "return_sequences", true, "recurrent_dropout", 0.2),
            "batch_norm",
            layer(cell, "units", 6, "dropout", 0.1));
    List<Object> decoder =
        List.of(
            "repeat",
            layer(cell, "units", 8, "return_sequences", true, "recurrent_dropout", 0.1),
            "batch_norm",
            "dense");
    ModelSpec spec =
        new ModelSpec(
            Schema.of(x, StreamSpec.length()),
            ModelSpec.stack("encoder", encoder, REGISTRY),
            ModelSpec.stack("decoder", decoder, REGISTRY),
            Outputs.plain());
    Preprocessing none = Preprocessing.none(sample);
    return Model.initial(
        spec, new Preprocessing(none.fill(), none.offset(), none.factor(), true), 3);
  }

  private static MemoryDataset pictures() {
    KeyedRandom random = KeyedRandom.of(2, "pictures");
    float[] elements = new float[ROWS * 64];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (Math.sin(0.3 * (i % 8) + i / 64) + 0.1 * random.nextGaussian());
    }
    return MemoryDataset.of("pictures", Tensor.view(Shape.of(ROWS, 8, 8, 1), elements));
  }

  private static Model sliding(String pool) {
    Shape sample = Shape.of(8, 8, 1);
    List<Object> encoder =
        List.of(
            layer("conv2d", "filters", 6, "kernel_size", 3, "padding", "same"),
            "batch_norm",
            layer("activation", "function", "relu"),
            layer(pool, "pool_size", 2),
            layer("spatial_dropout", "rate", 0.1),
            layer("conv2d", "filters", 4, "kernel_size", 3),
            "flatten",
            layer("dense", "units", 6));
    List<Object> decoder =
        List.of(
            layer("dense", "units", 64),
            layer("reshape", "shape", List.of(4, 4, 4)),
            "batch_norm",
            layer("activation", "function", "relu"),
            layer("dropout", "rate", 0.1),
            layer(
                "conv2d_transpose",
                "filters",
                1,
                "kernel_size",
                3,
                "strides",
                2,
                "padding",
                "same"));
    return Model.initial(
        ModelSpec.read("model", sample, encoder, decoder, REGISTRY), Preprocessing.none(sample), 3);
  }

  private static List<Epoch> train(Engine opened, Model model, MemoryDataset rows) {
    Optimizer adam =
        REGISTRY.create(Optimizer.class, "optimizer", Map.of("adam", Map.of("rate", 0.003)));
    Objective mse = new Objective(REGISTRY.create(Loss.class, "loss", "mse"), Map.of());
    TrainingPlan plan = TrainingPlan.of(mse, adam, EPOCHS, 16, 9).withValidationSplit(0.25);
    try (Engine engine = opened) {
      TrainingJob job = TrainingJob.of(model, plan, rows, engine);
      return REGISTRY.trainer("local").train(job, TrainingListener.none()).history().epochs();
    }
  }

  private static void trainsAlike(Model model, MemoryDataset rows) {
    List<Epoch> ours = train(Engines.scalar(), model, rows);
    List<Epoch> theirs = train(Engines.open("tensorflow"), model, rows);
    assertThat(ours).hasSize(EPOCHS);
    for (int i = 0; i < EPOCHS; i++) {
      Map<String, Double> got = ours.get(i).values();
      Map<String, Double> expected = theirs.get(i).values();
      assertThat(got.keySet()).isEqualTo(expected.keySet()).contains("loss", "val_loss");
      int epoch = i + 1;
      expected.forEach(
          (name, value) ->
              assertThat(got.get(name))
                  .as("%s of epoch %d", name, epoch)
                  .isCloseTo(value, within(CLOSE * Math.abs(value))));
    }
    assertThat(ours.getLast().values().get("loss"))
        .isLessThan(ours.getFirst().values().get("loss"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru"})
  void cellsOnSequencesOfDifferentLengthsTrainAlike(String cell) {
    trainsAlike(remembering(cell), sequences());
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_pool", "avg_pool"})
  void convolutionsWithPoolingTrainAlike(String pool) {
    trainsAlike(sliding(pool), pictures());
  }
}
