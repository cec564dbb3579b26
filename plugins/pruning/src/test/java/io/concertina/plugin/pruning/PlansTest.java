package io.concertina.plugin.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.config.Settings;
import io.concertina.loss.Loss;
import io.concertina.optimizer.Optimizer;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingPlan;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans with a pruner are described and read again. */
class PlansTest {

  private static final Registry REGISTRY = Registry.load();

  static Stream<Object> pruners() {
    return Stream.of(
        Map.of("gradual", Map.of("sparsity", 0.9)),
        Map.of("gradual", Map.of("sparsity", 0.5, "initial", 0.25)),
        Map.of("regrow", Map.of("sparsity", 0.75)));
  }

  @ParameterizedTest
  @MethodSource("pruners")
  void whatIsReadIsWhatWasDescribed(Object tree) {
    Objective objective = new Objective(REGISTRY.create(Loss.class, "loss", "mse"), Map.of());
    TrainingPlan plan =
        TrainingPlan.of(objective, REGISTRY.create(Optimizer.class, "optimizer", "adam"), 5, 16, 3)
            .with(REGISTRY.create(Pruner.class, "pruner", tree));
    Settings settings = new Settings("training", plan.describe(REGISTRY), REGISTRY);
    assertThat(TrainingPlan.read(settings, 0)).isEqualTo(plan);
  }
}
