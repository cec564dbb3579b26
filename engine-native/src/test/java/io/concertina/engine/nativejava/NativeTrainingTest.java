package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.testkit.reference.ReferenceEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeTrainingTest {

  private final DenseTraining training = new DenseTraining(20, 9, 3, 9, 20);

  @Test
  void trainingStepsAgreeWithTheReferenceInterpreter() {
    try (Engine engine = open(1);
        Engine reference = new ReferenceEngine()) {
      Map<String, Tensor> actual = train(engine, 10);
      Map<String, Tensor> expected = train(reference, 10);

      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, value) -> {
            float[] numbers = actual.get(name).toFloats();
            for (int i = 0; i < numbers.length; i++) {
              assertThat(numbers[i]).as(name).isCloseTo(value.floatAt(i), within(1e-5f));
            }
          });
    }
  }

  @Test
  void weightsAreByteIdenticalForAnyNumberOfThreads() {
    DenseTraining wide = new DenseTraining(200, 150, 40, 150, 200);
    Map<String, Tensor> alone = train(wide, 1);

    assertThat(train(wide, 2)).isEqualTo(alone);
    assertThat(train(wide, 4)).isEqualTo(alone);
  }

  private static Map<String, Tensor> train(DenseTraining training, int threads) {
    try (Engine engine = open(threads)) {
      return train(engine, training, 128, 4);
    }
  }

  private Map<String, Tensor> train(Engine engine, int steps) {
    return train(engine, training, 13, steps);
  }

  private static Map<String, Tensor> train(
      Engine engine, DenseTraining training, int batch, int steps) {
    Function step = training.step();
    Residents residents = engine.residents();
    training.initialize(residents, step);
    Map<String, Tensor> results = new LinkedHashMap<>();
    try (Program program = engine.compile(step, residents)) {
      for (int t = 1; t <= steps; t++) {
        Map<String, Tensor> inputs =
            Map.of("x", training.batch(batch, t), "t", Tensor.scalar((float) t));
        results.put("loss " + t, program.run(inputs).get("loss"));
      }
    }
    training.names(step).forEach(name -> results.put(name, residents.get(name)));
    return results;
  }

  private static Engine open(int threads) {
    return new NativeEngineFactory().open(EngineOptions.defaults().withThreads(threads));
  }
}
