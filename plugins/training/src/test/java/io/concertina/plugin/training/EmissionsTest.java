package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network is emitted once for what it declares, and once for each function that is compiled. */
class EmissionsTest {

  private static final Shape SAMPLE = Shape.of(6);

  private final AtomicInteger emissions = new AtomicInteger();
  private final Engine engine = Fixtures.engine();
  private Model model;

  @BeforeEach
  void begin() {
    Layer dense = Fixtures.REGISTRY.create(Layer.class, "layer", "dense");
    Layer counting =
        new Layer() {
          @Override
          public Value apply(LayerScope scope, Value x) {
            emissions.incrementAndGet();
            return dense.apply(scope, x);
          }
        };
    ModelSpec spec = ModelSpec.of(SAMPLE, List.of(counting), List.of(dense));
    model = Model.initial(spec, Scalings.none(SAMPLE), 1);
    assertThat(emissions).hasValue(1);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** How many emissions something takes. */
  private int emissionsOf(Runnable work) {
    int before = emissions.get();
    work.run();
    return emissions.get() - before;
  }

  @Test
  void whatAModelIsGivenLaterEmitsNothing() {
    assertThat(
            emissionsOf(
                () ->
                    model
                        .with(model.weights(), model.history())
                        .with("fact", "value")
                        .masked(Map.of())
                        .with(model.provenance())
                        .columns()))
        .isZero();
    assertThat(emissionsOf(() -> Autoencoder.open(model, engine).close())).isZero();
  }

  @Test
  void everyUseEmitsOnceHoweverOftenItIsRepeated() {
    Tensor x = Tensor.full(Shape.of(3, 6), 1);
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      for (Runnable use :
          List.<Runnable>of(
              () -> autoencoder.score(x),
              () -> autoencoder.encode(x),
              () -> autoencoder.reconstruct(x))) {
        assertThat(emissionsOf(use)).isEqualTo(1);
        assertThat(emissionsOf(use)).isZero();
      }
      Objective objective = Fixtures.plan(1).objective();
      assertThat(emissionsOf(() -> autoencoder.evaluate(objective, Fixtures.rows(9)))).isEqualTo(1);
    }
  }

  private int trained(TrainingPlan plan) {
    Dataset rows = Fixtures.rows(64);
    return emissionsOf(
        () ->
            new LocalTrainer()
                .train(TrainingJob.of(model, plan, rows, engine), TrainingListener.none()));
  }

  @Test
  void trainingEmitsForItsStepAndForValidation() {
    assertThat(trained(Fixtures.plan(3))).isEqualTo(1);
    assertThat(trained(Fixtures.plan(3).withValidationSplit(0.25))).isEqualTo(2);
  }

  @Test
  void stepsInBlocksAreTwoFunctions() {
    TrainingPlan plan = Fixtures.plan(3).withValidationSplit(0.25);
    assertThat(trained(plan.with(plan.batching().withBlocks(4)))).isEqualTo(3);
  }
}
