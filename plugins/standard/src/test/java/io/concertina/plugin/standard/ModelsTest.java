package io.concertina.plugin.standard;

import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.activation.Activations.tanh;
import static io.concertina.plugin.standard.layer.Layers.activation;
import static io.concertina.plugin.standard.layer.Layers.batchNorm;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.dropout;
import static io.concertina.plugin.standard.layer.Layers.flatten;
import static io.concertina.plugin.standard.layer.Layers.gaussianNoise;
import static io.concertina.plugin.standard.layer.Layers.layerNorm;
import static io.concertina.plugin.standard.layer.Layers.maskingNoise;
import static io.concertina.plugin.standard.layer.Layers.reshape;
import static io.concertina.plugin.standard.layer.Layers.tiedDense;
import static io.concertina.plugin.standard.measure.Losses.mse;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static io.concertina.plugin.standard.optimizer.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.spi.Registry;
import io.concertina.testkit.reference.ReferenceEngine;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The standard parts at work together in models. */
class ModelsTest {

  private static final int ROWS = 32;
  private static final Shape SAMPLE = Shape.of(2, 3);
  private static final Tensor DATA = rows();

  private final Engine engine = new ReferenceEngine();

  @AfterEach
  void close() {
    engine.close();
  }

  /** Points of a plane in the space of samples. */
  private static Tensor rows() {
    KeyedRandom random = KeyedRandom.of(5, "rows");
    float[] elements = new float[ROWS * SAMPLE.size()];
    for (int row = 0; row < ROWS; row++) {
      double a = random.nextDouble(-1, 1);
      double b = random.nextDouble(-1, 1);
      for (int i = 0; i < SAMPLE.size(); i++) {
        elements[row * SAMPLE.size() + i] =
            (float) (a * Math.cos(i) + b * Math.sin(2 * i) + 0.1 * i);
      }
    }
    return Tensor.of(Shape.of(ROWS, 2, 3), elements);
  }

  private static Model initial(List<Layer> encoder, List<Layer> decoder) {
    ModelSpec spec = ModelSpec.of(SAMPLE, encoder, decoder);
    return Model.initial(spec, Preprocessing.none(SAMPLE), 3);
  }

  private Model train(Model model, Optimizer optimizer, int steps) {
    TrainingPlan plan = TrainingPlan.of(new Objective(mse(), Map.of()), optimizer, steps, ROWS, 3);
    TrainingJob job = TrainingJob.of(model, plan, MemoryDataset.of("plane", DATA), engine);
    return new WholeBatchTrainer().train(job, TrainingListener.none());
  }

  private double error(Model model) {
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      Tensor scores = autoencoder.score(DATA).samples();
      double sum = 0;
      for (int i = 0; i < ROWS; i++) {
        sum += scores.floatAt(i);
      }
      return sum / ROWS;
    }
  }

  private static Model tied() {
    return initial(
        List.of(flatten(), dense(4, tanh()), dense(2)),
        List.of(tiedDense("encoder/dense_2", tanh()), tiedDense("encoder/dense_1"), reshape(2, 3)));
  }

  @Test
  void aTiedDecoderHasNoKernelsOfItsOwn() {
    assertThat(tied().weights().keySet())
        .containsExactly(
            "encoder/dense_1/kernel",
            "encoder/dense_1/bias",
            "encoder/dense_2/kernel",
            "encoder/dense_2/bias",
            "decoder/tied_dense_1/bias",
            "decoder/tied_dense_2/bias");
  }

  @Test
  void aTiedDecoderLearnsAndDecodesByItself() {
    Model trained = train(tied(), adam(0.02), 400);
    assertThat(error(trained)).isLessThan(0.1 * error(tied()));
    try (Autoencoder autoencoder = Autoencoder.open(trained, engine)) {
      Tensor restored = autoencoder.reconstruct(DATA);
      Tensor decoded = autoencoder.decode(autoencoder.encode(DATA));
      assertThat(decoded.shape()).isEqualTo(restored.shape());
      for (int i = 0; i < restored.size(); i++) {
        assertThat(decoded.floatAt(i)).isCloseTo(restored.floatAt(i), within(1e-6f));
      }
    }
  }

  @Test
  void everyLayerWorksInOneModelAndLearns() {
    Model model =
        initial(
            List.of(
                flatten(),
                maskingNoise(0.05),
                gaussianNoise(0.05),
                dense(12),
                batchNorm(),
                activation(tanh()),
                dense(2)),
            List.of(dense(12, tanh()), layerNorm(), dropout(0.05), dense(6), reshape(2, 3)));
    assertThat(error(train(model, adam(0.02), 300))).isLessThan(0.2 * error(model));
  }

  @Test
  void runningStatisticsFollowTheBatch() {
    Model model =
        initial(
            List.of(flatten(), batchNorm().momentum(0.5), dense(2)),
            List.of(dense(6), reshape(2, 3)));
    Tensor mean = train(model, sgd(1e-6), 30).weights().get("encoder/batch_norm_1/moving_mean");
    for (int i = 0; i < SAMPLE.size(); i++) {
      double sum = 0;
      for (int row = 0; row < ROWS; row++) {
        sum += DATA.floatAt(row * SAMPLE.size() + i);
      }
      assertThat((double) mean.floatAt(i)).isCloseTo(sum / ROWS, within(1e-6));
    }
  }

  @Test
  void aSpecificationSurvivesItsDescription() {
    Registry registry = Registry.of(new StandardPlugin());
    ModelSpec spec =
        ModelSpec.of(
            SAMPLE,
            List.of(flatten(), dense(4, tanh()), activation(sigmoid())),
            List.of(tiedDense("encoder/dense_1"), reshape(2, -1)));
    Map<String, Object> tree = spec.describe(registry);
    ModelSpec read =
        ModelSpec.read(
            "model",
            SAMPLE,
            (List<?>) tree.get("encoder"),
            (List<?>) tree.get("decoder"),
            registry);
    assertThat(read).isEqualTo(spec);
    assertThat(read.encoder().getLast().name()).isEqualTo("activation_1");
  }
}
