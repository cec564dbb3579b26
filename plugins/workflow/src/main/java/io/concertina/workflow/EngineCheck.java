package io.concertina.workflow;

import io.concertina.ConcertinaException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Map;

/**
 * Whether an engine computes on this machine.
 *
 * @param engine its name
 * @param right whether it computes what is known
 * @param finding what was found, in words
 */
public record EngineCheck(String engine, boolean right, String finding) {

  /** Lets an engine multiply two small matrices whose product is known. */
  public static EngineCheck of(EngineFactory factory) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(2, 2)));
    try (Engine engine = factory.open(EngineOptions.defaults());
        Program program = engine.compile(ops.function("doctor", Map.of("y", ops.matmul(x, x))))) {
      Map<String, Tensor> computed =
          program.run(Map.of("x", Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f)));
      boolean right = computed.equals(Map.of("y", Tensor.of(Shape.of(2, 2), 7f, 10f, 15f, 22f)));
      return new EngineCheck(
          factory.name(),
          right,
          right ? "computes" : "expected 7 10 15 22, got " + computed + "; do not use it here");
    } catch (ConcertinaException e) {
      return new EngineCheck(factory.name(), false, String.valueOf(e.getMessage()));
    }
  }
}
