package io.concertina.plugin.recurrent;

import static io.concertina.plugin.recurrent.RecurrentLayers.bidirectional;
import static io.concertina.plugin.recurrent.RecurrentLayers.gru;
import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.recurrent.RecurrentLayers.rnn;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import io.concertina.model.Feeds;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.UpdateRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A padded batch trains as its rows do one by one, without padding. */
class LengthsTrainingTest {

  private static final int[] LENGTHS = {3, 5, 1};
  private static final int LONGEST = 5;
  private static final int FEATURES = 2;
  private static final float RATE = 0.5f;
  private static final double CLOSE = 1e-6;

  private static final Registry REGISTRY = Registry.load();

  private record Layers(List<Layer> encoder, List<Layer> decoder) {}

  private static Stream<Arguments> layers() {
    List<Layers> all =
        List.of(
            new Layers(List.of(lstm(5)), List.of(repeat(), lstm(4).returnSequences(), dense())),
            new Layers(
                List.of(gru(3).returnSequences(), gru(4)),
                List.of(
                    repeat(), gru(3).returnSequences().initialState(FirstState.DENSE), dense())),
            new Layers(List.of(rnn(4)), List.of(repeat(), rnn(3).returnSequences(), dense())),
            new Layers(
                List.of(bidirectional(lstm(3).returnSequences()), bidirectional(gru(2))),
                List.of(repeat(), bidirectional(rnn(3).returnSequences()), dense())));
    return Stream.of("native", "tensorflow")
        .flatMap(engine -> all.stream().map(layers -> Arguments.of(engine, layers)));
  }

  private static Model model(Layers layers, int steps, boolean padded) {
    Shape sample = Shape.of(steps, FEATURES);
    StreamSpec x =
        new StreamSpec(
            Schema.X, StreamSpec.Role.FEATURE, StreamSpec.Kind.F32, sample, Elements.unknown());
    ModelSpec spec =
        new ModelSpec(
            padded ? Schema.of(x, StreamSpec.length()) : Schema.of(x),
            ModelSpec.named(layers.encoder()),
            ModelSpec.named(layers.decoder()),
            Outputs.plain());
    Preprocessing none = Preprocessing.none(sample);
    Preprocessing scaling =
        padded
            ? new Preprocessing(Tensor.full(sample, 0.5f), none.offset(), none.factor(), true)
            : none;
    return Model.initial(spec, scaling, 5);
  }

  private static float[] row(int row) {
    float[] elements = new float[LENGTHS[row] * FEATURES];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.sin(1 + row * 17 + i);
    }
    return elements;
  }

  private static Map<String, Tensor> padded() {
    int width = LONGEST * FEATURES;
    float[] elements = new float[LENGTHS.length * width];
    Arrays.fill(elements, Float.NaN);
    for (int i = 0; i < LENGTHS.length; i++) {
      System.arraycopy(row(i), 0, elements, i * width, LENGTHS[i] * FEATURES);
    }
    return Map.of(
        Schema.X,
        Tensor.of(Shape.of(LENGTHS.length, LONGEST, FEATURES), elements),
        Schema.LENGTH,
        Tensor.of(Shape.of(LENGTHS.length, 1), LENGTHS));
  }

  private static Map<String, Tensor> alone(int row) {
    return Map.of(Schema.X, Tensor.of(Shape.of(1, LENGTHS[row], FEATURES), row(row)));
  }

  private static TrainingFunctions functions(Model model) {
    Objective mse = new Objective(REGISTRY.create(Loss.class, "loss", "mse"), Map.of());
    return new TrainingFunctions(model, mse);
  }

  private static Map<String, Tensor> run(
      Engine engine, Residents residents, Function function, Map<String, Tensor> feeds) {
    try (Program program = engine.compile(function, residents)) {
      return program.run(Feeds.of(function, feeds));
    }
  }

  /** The gradients of the loss by weight. */
  private static Map<String, float[]> gradients(
      Engine engine, Model model, Map<String, Tensor> rows) {
    Function function = functions(model).lossGradients(List.copyOf(model.weights().keySet()));
    try (Residents residents = engine.residents()) {
      model.weights().forEach(residents::put);
      Map<String, float[]> gradients = new HashMap<>();
      run(engine, residents, function, rows).forEach((k, v) -> gradients.put(k, v.toFloats()));
      return gradients;
    }
  }

  /** What a step of plain descent makes of a model. */
  private record Step(double loss, Map<String, float[]> change) {

    static Step of(Engine engine, Model model, Map<String, Tensor> rows) {
      Map<String, Tensor> feeds = new HashMap<>(rows);
      feeds.put(TrainingFunctions.RATE, Tensor.scalar(RATE));
      feeds.put(TrainingFunctions.T, Tensor.scalar(1f));
      try (Residents residents = engine.residents()) {
        model.weights().forEach(residents::put);
        Function step = functions(model).step(UpdateRule.of(sgd(RATE)));
        Map<String, Tensor> outputs = run(engine, residents, step, feeds);
        Map<String, float[]> change = new HashMap<>();
        model
            .weights()
            .forEach((name, before) -> change.put(name, difference(residents.get(name), before)));
        return new Step(outputs.get(TrainingFunctions.LOSS).floatAt(0), change);
      }
    }

    private static float[] difference(Tensor a, Tensor b) {
      float[] difference = a.toFloats();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= b.floatAt(i);
      }
      return difference;
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void lossGradientsAndStepAreThoseOfTheRowsOneByOne(String name, Layers layers) {
    Model initial = model(layers, LONGEST, true);
    try (Engine engine = REGISTRY.engine(name).open(EngineOptions.defaults())) {
      double loss = 0;
      Map<String, double[]> changes = new HashMap<>();
      int all = Arrays.stream(LENGTHS).sum();
      for (int i = 0; i < LENGTHS.length; i++) {
        double share = (double) LENGTHS[i] / all;
        Step row = Step.of(engine, model(layers, LENGTHS[i], false), alone(i));
        loss += share * row.loss();
        row.change().forEach((weight, values) -> add(changes, weight, values, share));
      }
      Step together = Step.of(engine, initial, padded());
      Map<String, float[]> gradients = gradients(engine, initial, padded());
      assertThat(together.loss()).isCloseTo(loss, within(CLOSE));
      assertThat(gradients.keySet()).isEqualTo(changes.keySet());
      changes.forEach(
          (weight, expected) -> {
            for (int i = 0; i < expected.length; i++) {
              assertThat((double) together.change().get(weight)[i])
                  .as("change of %s, element %d", weight, i)
                  .isCloseTo(expected[i], within(CLOSE));
              assertThat((double) gradients.get(weight)[i])
                  .as("gradient of %s, element %d", weight, i)
                  .isCloseTo(-expected[i] / RATE, within(CLOSE));
            }
          });
    }
  }

  private static void add(Map<String, double[]> sums, String weight, float[] values, double share) {
    double[] sum = sums.computeIfAbsent(weight, _ -> new double[values.length]);
    for (int i = 0; i < values.length; i++) {
      sum[i] += share * values[i];
    }
  }
}
