package io.concertina.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorflowFailureTest {

  @Test
  void runThatFailsInsideOfTensorflowSaysWhyInOneLineAndAssignsNothing() {
    try (Engine engine = new TensorflowEngineFactory().open(EngineOptions.defaults());
        Program program = engine.compile(Failing.function())) {
      Tensor before = Tensor.full(Failing.SHAPE, 1);
      program.residents().put("w", before);

      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> program.run(Map.of("position", Tensor.of(Shape.of(1), -1))))
          .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1))
          .withMessageContaining("failing: TensorFlow could not run the function")
          .withMessageContaining("-1 is not in [0, 16384)");
      assertThat(program.residents().get("w")).isEqualTo(before);

      program.run(Map.of("position", Tensor.of(Shape.of(1), 5)));
      assertThat(program.residents().get("w")).isEqualTo(Tensor.full(Failing.SHAPE, 2));
    }
  }
}
