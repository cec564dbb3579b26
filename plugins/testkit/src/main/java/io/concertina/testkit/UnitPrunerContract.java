package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import io.concertina.spi.Registry;
import io.concertina.testkit.reference.ReferenceEngineFactory;
import io.concertina.train.UnitPruner;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every pruner of units must do; extend it in a test, name pruners and layers.
 *
 * <p>The model that comes out has fewer weights, the same rows and the same code, and computes; the
 * one that goes in stays as it is. The same seed gives the same model. The settings survive a round
 * trip through a configuration.
 *
 * <pre>{@code
 * class LastUnitsTest extends UnitPrunerContract {
 *   @Override
 *   protected List<UnitPruner> subjects() {
 *     return List.of(new LastUnits(0.5));
 *   }
 *
 *   @Override
 *   protected ModelSpec layers() {
 *     return ModelSpec.of(Shape.of(5), List.of(dense(8), dense(3)), List.of(dense(5)));
 *   }
 * }
 * }</pre>
 */
public abstract class UnitPrunerContract {

  private static final int ROWS = 24;
  private static final long SEED = 7;

  /** The pruners to check; several settings of one pruner are several subjects. */
  protected abstract List<? extends UnitPruner> subjects();

  /** Layers with hidden units that every subject takes some of. */
  protected abstract ModelSpec layers();

  /** Knows the factories; by default all plugins on the class path. */
  protected Registry registry() {
    return Registry.load(getClass().getClassLoader());
  }

  private Model model() {
    ModelSpec spec = layers();
    return Model.initial(spec, Scalings.none(spec.sample()), SEED);
  }

  private static Tensor rows(Model model) {
    Shape shape = model.spec().sample().prepend(Dim.of(ROWS));
    KeyedRandom random = KeyedRandom.of(SEED, "rows");
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return Tensor.view(shape, elements);
  }

  private static Model apply(UnitPruner pruner, Model model, Engine engine) {
    return pruner.apply(model, engine, MemoryDataset.of("rows", rows(model)), SEED);
  }

  private static long weights(Model model) {
    return model.weights().values().stream().mapToLong(Tensor::size).sum();
  }

  private Stream<DynamicTest> each(Consumer<UnitPruner> check) {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> check.accept(subject)));
  }

  private static Engine engine() {
    return new ReferenceEngineFactory().open(EngineOptions.defaults());
  }

  @TestFactory
  final Stream<DynamicTest> theModelIsSmallerAndOfTheSameRowsAndCode() {
    return each(
        subject -> {
          try (Engine engine = engine()) {
            Model model = model();
            Model smaller = apply(subject, model, engine);
            assertThat(weights(smaller)).as("weights").isLessThan(weights(model));
            assertThat(smaller.spec().streams()).as("rows").isEqualTo(model.spec().streams());
            assertThat(smaller.blueprint().code()).as("code").isEqualTo(model.blueprint().code());
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> theModelComputes() {
    return each(
        subject -> {
          try (Engine engine = engine();
              Autoencoder open = Autoencoder.open(apply(subject, model(), engine), engine)) {
            Tensor x = rows(open.model());
            Tensor y = open.reconstruct(x);
            assertThat(y.shape()).isEqualTo(x.shape());
            for (int i = 0; i < y.size(); i++) {
              assertThat(y.floatAt(i)).as("element %d", i).isFinite();
            }
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> theModelThatGoesInStaysAsItIs() {
    return each(
        subject -> {
          try (Engine engine = engine()) {
            Model model = model();
            apply(subject, model, engine);
            assertThat(model.weights()).as("weights").isEqualTo(model().weights());
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> theSameSeedGivesTheSameModel() {
    return each(
        subject -> {
          try (Engine engine = engine()) {
            assertThat(apply(subject, model(), engine).weights())
                .as("weights, pruned again")
                .isEqualTo(apply(subject, model(), engine).weights());
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return each(
        subject -> {
          Configurations<UnitPruner> configurations =
              new Configurations<>(registry(), UnitPruner.class);
          for (UnitPruner copy :
              List.of(configurations.roundTrip(subject), configurations.roundTripAsText(subject))) {
            try (Engine engine = engine()) {
              assertThat(apply(copy, model(), engine).weights())
                  .as("weights after a round trip through a configuration")
                  .isEqualTo(apply(subject, model(), engine).weights());
            }
          }
          configurations.rejectsUnknownKeys(subject);
        });
  }
}
