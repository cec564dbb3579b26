package io.concertina.plugin.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.loss.Loss;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private final Registry registry = Registry.load();

  private static MemoryDataset rows() {
    float[] elements = new float[200 * 20];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.sin(i % 20 + i / 20 * 0.7);
    }
    return MemoryDataset.of("waves", Tensor.view(Shape.of(200, 20), elements));
  }

  @Test
  void theExamplePrunesAModelWhileItTrains() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(20),
            List.of(Map.of("dense", Map.of("units", 8))),
            List.of("dense"),
            registry);
    Model dense = Model.initial(spec, Preprocessing.none(Shape.of(20)), 1);
    MemoryDataset rows = rows();
    TrainingPlan plan =
        TrainingPlan.of(
            new Objective(registry.create(Loss.class, "loss", "mse"), Map.of()),
            registry.create(Optimizer.class, "optimizer", "adam"),
            2,
            10,
            1);
    try (Engine engine = registry.engine("native").open(EngineOptions.defaults().withThreads(1))) {
      Pruner pruner = GradualPruner.of(Criterion.MAGNITUDE, 0.9);
      TrainingPlan sparse = plan.with(pruner);
      Model pruned =
          registry
              .trainer("local")
              .train(TrainingJob.of(dense, sparse, rows, engine), TrainingListener.none());
      long free =
          pruned.masks().values().stream().mapToLong(m -> Arrays.stream(m.toInts()).sum()).sum();
      assertThat(free).isEqualTo(32);
    }
  }

  @Test
  void theConfigurationNamesThePruner() {
    Pruner pruner =
        registry.create(
            Pruner.class,
            "training.pruner",
            Map.of("gradual", Map.of("criterion", "magnitude", "sparsity", 0.9)));
    assertThat(pruner).isEqualTo(GradualPruner.of(Criterion.MAGNITUDE, 0.9));
  }
}
