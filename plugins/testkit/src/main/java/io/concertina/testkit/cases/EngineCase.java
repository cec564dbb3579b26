package io.concertina.testkit.cases;

import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.testkit.reference.Expectation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function with arguments, on which an engine must agree with the reference.
 *
 * @param name for people
 * @param function what to run
 * @param arguments value by parameter name, for inputs and residents alike
 */
public record EngineCase(String name, Function function, Map<String, Tensor> arguments) {

  public EngineCase {
    arguments = Map.copyOf(arguments);
  }

  /**
   * Runs the function on an engine and compares all outputs and updates with the reference.
   *
   * @throws AssertionError with the function's text if they disagree
   */
  public void check(Engine engine) {
    Expectation.Results expected = Expectation.of(function, arguments);
    try (Residents residents = engine.residents()) {
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (Value value : function.parameters()) {
        Source.Parameter parameter = Function.parameter(value);
        switch (parameter.kind()) {
          case INPUT -> inputs.put(parameter.name(), argument(parameter.name()));
          case RESIDENT -> residents.put(parameter.name(), argument(parameter.name()));
        }
      }
      try (Program program = engine.compile(function, residents)) {
        expected.check(program.run(inputs));
        expected.check(residents);
      } catch (AssertionError e) {
        throw failure(String.valueOf(e.getMessage()));
      }
    }
  }

  private Tensor argument(String parameter) {
    Tensor value = arguments.get(parameter);
    if (value == null) {
      throw new IllegalStateException(name + ": no argument for " + parameter);
    }
    return value;
  }

  private AssertionError failure(String message) {
    String text = function.toString();
    String shown = text.length() > 4000 ? text.substring(0, 4000) + "..." : text;
    return new AssertionError(name + ": " + message + "\nin\n" + shown);
  }
}
