package io.concertina.plugin.training;

import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.RowReader;
import io.concertina.data.Schema;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.spi.Registry;
import io.concertina.train.Checkpoint;
import io.concertina.train.CheckpointStore;
import io.concertina.train.Objective;
import io.concertina.train.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small models, rows and stores for the tests of the trainer. */
final class Fixtures {

  static final Registry REGISTRY = Registry.load();

  private static final int WIDTH = 6;

  private Fixtures() {}

  static Engine engine() {
    return REGISTRY.engine("native").open(EngineOptions.defaults().withThreads(1));
  }

  /** Rows of rank 2 with a little noise. */
  static Dataset rows(int n) {
    KeyedRandom random = KeyedRandom.of(7, "rows");
    float[] elements = new float[n * WIDTH];
    for (int row = 0; row < n; row++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      for (int i = 0; i < WIDTH; i++) {
        elements[row * WIDTH + i] =
            (float) (a * Math.sin(i + 1) + b * Math.cos(i) + 0.01 * random.nextGaussian());
      }
    }
    return MemoryDataset.of("rows", Tensor.view(Shape.of(n, WIDTH), elements));
  }

  /** The same rows from a source that can only be read in passes, a few rows at a time. */
  static Dataset streamed(Dataset rows, int atOnce) {
    return new Dataset() {
      @Override
      public String name() {
        return "stream";
      }

      @Override
      public Schema schema() {
        return rows.schema();
      }

      @Override
      public long size() {
        return rows.size();
      }

      @Override
      public RowReader read() {
        RowReader reader = rows.read();
        return (target, count) -> reader.read(target, Math.min(count, atOnce));
      }
    };
  }

  /** An autoencoder with dropout, so that training uses randomness. */
  static Model model(long seed) {
    return model(seed, 0.1);
  }

  /** One with a given share of dropout. */
  static Model model(long seed, double dropout) {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(WIDTH),
            List.of(
                Map.of("dense", Map.of("units", 8, "activation", "tanh")),
                Map.of("dropout", Map.of("rate", dropout)),
                Map.of("dense", Map.of("units", 2))),
            List.of(Map.of("dense", Map.of("units", 8, "activation", "tanh")), "dense"),
            REGISTRY);
    return Model.initial(spec, Preprocessing.none(Shape.of(WIDTH)), seed);
  }

  static TrainingPlan plan(int epochs) {
    return plan(epochs, Map.of("adam", Map.of("rate", 0.01)));
  }

  static TrainingPlan plan(int epochs, Object optimizer) {
    Objective objective =
        new Objective(
            REGISTRY.create(Loss.class, "loss", "mse"),
            Map.of("mae", REGISTRY.create(Metric.class, "metric", "mae")));
    return TrainingPlan.of(
        objective, REGISTRY.create(Optimizer.class, "optimizer", optimizer), epochs, 16, 3);
  }

  /** Remembers every checkpoint. */
  static final class Memory implements CheckpointStore {

    final List<Checkpoint> saved = new ArrayList<>();

    @Override
    public void save(Checkpoint checkpoint) {
      saved.add(checkpoint.copy());
    }

    @Override
    public Optional<Checkpoint> newest() {
      return saved.isEmpty() ? Optional.empty() : Optional.of(saved.getLast());
    }
  }
}
