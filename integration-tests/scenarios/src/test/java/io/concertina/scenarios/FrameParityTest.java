package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Elements;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.model.Epoch;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.spi.Registry;
import io.concertina.train.Coefficient;
import io.concertina.train.HeadTerm;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the frame carries trains alike on both engines, term by term, in one block and in four. */
class FrameParityTest {

  private static final double CLOSE = 1e-4;
  private static final int ROWS = 70;
  private static final int WIDTH = 6;
  private static final Shape SAMPLE = Shape.of(WIDTH);
  private static final Registry REGISTRY = Registry.load();

  /** What rows and models may have. */
  enum Case {
    PAIRS,
    LEARNED_VARIANCE,
    MISSING_CELLS,
    CATEGORIES,
    CLASSES
  }

  private record Setting(Model model, MemoryDataset rows, Objective objective) {}

  private static List<NamedLayer> layers(Object... trees) {
    return ModelSpec.stack("model", List.of(trees), REGISTRY);
  }

  private static Loss loss(Object tree) {
    return REGISTRY.create(Loss.class, "loss", tree);
  }

  private static Tensor numbers(String name, boolean gaps) {
    KeyedRandom random = KeyedRandom.of(4, name);
    float[] values = new float[ROWS * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = gaps && random.nextInt(8) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    return Tensor.view(Shape.of(ROWS, WIDTH), values);
  }

  private static Tensor wholeNumbers(int columns, int most) {
    KeyedRandom random = KeyedRandom.of(4, "whole numbers");
    int[] values = new int[ROWS * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(most);
    }
    return Tensor.of(Shape.of(ROWS, columns), values);
  }

  private static Setting setting(Case each) {
    MemoryDataset rows = MemoryDataset.of("rows", numbers("x", each == Case.MISSING_CELLS));
    Schema streams = Schema.of(StreamSpec.feature(Schema.X, SAMPLE));
    Scalings scalings = Scalings.none(SAMPLE);
    Outputs outputs = Outputs.plain();
    Objective objective = new Objective(loss("mse"), Map.of());
    switch (each) {
      case PAIRS -> {
        StreamSpec target =
            StreamSpec.feature("target", SAMPLE).as("target", StreamSpec.Role.TARGET);
        rows = rows.with(target, numbers("target", false));
        streams = streams.plus(Schema.of(target));
        scalings = new Scalings(scalings.x(), Optional.of(Preprocessing.none(SAMPLE)));
      }
      case LEARNED_VARIANCE -> {
        Likelihood learned = (Likelihood) loss(Map.of("gaussian", Map.of("variance", "learned")));
        outputs = outputs.with(learned);
        objective = new Objective(learned, Map.of());
      }
      case MISSING_CELLS -> {
        scalings =
            Scalings.of(
                new Preprocessing(
                    Tensor.full(SAMPLE, 0.25f),
                    Tensor.full(SAMPLE, 0),
                    Tensor.full(SAMPLE, 1),
                    true));
        StreamSpec weight =
            StreamSpec.feature("weight", Shape.of(1)).as("weight", StreamSpec.Role.WEIGHT);
        float[] weights = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
          weights[i] = i % 3;
        }
        rows = rows.with(weight, Tensor.view(Shape.of(ROWS, 1), weights));
      }
      case CATEGORIES -> {
        StreamSpec categories =
            new StreamSpec(
                Schema.CATEGORIES,
                StreamSpec.Role.FEATURE,
                StreamSpec.Kind.I32,
                Shape.of(2),
                Elements.unknown().withWords(List.of(List.of("a", "b"), List.of("c", "d", "e"))));
        rows = rows.with(categories, wholeNumbers(2, 4));
        streams = streams.plus(Schema.of(categories));
      }
      case CLASSES -> {
        StreamSpec label = StreamSpec.label("label");
        rows = rows.with(label, wholeNumbers(1, 3));
        Object softmax = Map.of("dense", Map.of("units", 3, "activation", "softmax"));
        outputs = outputs.with(List.of(new Head("kind", Head.CODE, layers(softmax), label)));
        RateSchedule rising = REGISTRY.create(RateSchedule.class, "schedule", "linear");
        objective =
            new Objective(
                loss("mse"),
                List.of(new HeadTerm("kind", loss("sparse_cce"))),
                Map.of(),
                Map.of("kind", new Coefficient(0.5, Optional.of(rising))));
      }
    }
    Object penalised =
        Map.of(
            "dense",
            Map.of(
                "units",
                4,
                "activation",
                "tanh",
                "activity_regularizer",
                Map.of("l1", Map.of("strength", 0.01))));
    ModelSpec spec =
        new ModelSpec(
            streams,
            layers(penalised, "batch_norm", Map.of("dropout", Map.of("rate", 0.1))),
            layers("dense"),
            outputs);
    return new Setting(Model.initial(spec, scalings, 3), rows, objective);
  }

  private static Model train(Setting setting, String engine, int blocks) {
    Optimizer adam =
        REGISTRY.create(Optimizer.class, "optimizer", Map.of("adam", Map.of("rate", 0.01)));
    TrainingPlan plan =
        TrainingPlan.of(setting.objective(), adam, 3, 16, 9).withValidationSplit(0.2);
    TrainingPlan inBlocks = plan.with(plan.batching().withBlocks(blocks));
    try (Engine open = Engines.open(engine)) {
      TrainingJob job = TrainingJob.of(setting.model(), inBlocks, setting.rows(), open);
      return REGISTRY.trainer("local").train(job, TrainingListener.none());
    }
  }

  private static Map<String, Double> numbers(Epoch epoch) {
    Map<String, Double> numbers = new LinkedHashMap<>(epoch.values());
    numbers.putAll(epoch.terms());
    return numbers;
  }

  @ParameterizedTest
  @EnumSource
  void enginesAgreeTermByTerm(Case each) {
    Setting setting = setting(each);
    for (int blocks : new int[] {1, 4}) {
      List<Epoch> ours = train(setting, "native", blocks).history().epochs();
      List<Epoch> theirs = train(setting, "tensorflow", blocks).history().epochs();
      for (int i = 0; i < ours.size(); i++) {
        Map<String, Double> expected = numbers(theirs.get(i));
        Map<String, Double> got = numbers(ours.get(i));
        assertThat(got.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
            (name, value) ->
                assertThat(got.get(name))
                    .as("%s of epoch in %d blocks", name, blocks)
                    .isCloseTo(value, within(CLOSE * Math.max(1, Math.abs(value)))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void enginesScoreAlike(Case each) {
    Setting setting = setting(each);
    Map<String, Tensor> streams = new LinkedHashMap<>();
    streams.put(Schema.X, numbers("x", each == Case.MISSING_CELLS));
    if (each == Case.CATEGORIES) {
      streams.put(Schema.CATEGORIES, wholeNumbers(2, 4));
    }
    Scores ours = score(setting.model(), "native", streams);
    Scores theirs = score(setting.model(), "tensorflow", streams);
    assertThat(ours.observed()).isEqualTo(theirs.observed());
    for (int row = 0; row < ROWS; row++) {
      assertThat(ours.value(row)).isCloseTo(theirs.value(row), within((float) CLOSE));
    }
  }

  private static Scores score(Model model, String engine, Map<String, Tensor> streams) {
    try (Engine open = Engines.open(engine);
        Autoencoder autoencoder = Autoencoder.open(model, open)) {
      return autoencoder.score(streams);
    }
  }
}
