package io.concertina.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClosingTest {

  /** Closes an engine as soon as a run that was let in reads its input. */
  private static final class ClosingInputs extends HashMap<String, Tensor> {

    private static final long serialVersionUID = 1L;

    private final transient Engine engine;
    private int reads;

    ClosingInputs(Engine engine, Map<String, Tensor> inputs) {
      super(inputs);
      this.engine = engine;
    }

    @Override
    public Tensor get(Object name) {
      if (reads++ > 0) {
        engine.close();
      }
      return super.get(name);
    }
  }

  @Test
  void anEngineThatIsClosedWhileARunIsBeingFedRefusesTheRun() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(2)));
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(Shape.of(2), 1f, 2f));
    try (Engine engine = new TensorflowEngineFactory().open(EngineOptions.defaults())) {
      Program program = engine.compile(ops.function("negation", Map.of("y", ops.neg(x))));
      program.run(inputs);
      Map<String, Tensor> closing = new ClosingInputs(engine, inputs);

      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> program.run(closing))
          .withMessage("negation: expected residents of an open engine, got closed ones");
    }
  }
}
