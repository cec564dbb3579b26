package io.concertina.testkit.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.testkit.reference.Expectation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A function with arguments, on which an engine must agree with the reference. */
public final class EngineCase {

  private static final int SHOWN = 4000;

  private final String name;
  private final Function function;
  private final Map<String, Tensor> arguments;
  private Expectation.@Nullable Results expected;

  /**
   * A case; the reference is asked when an engine is first checked.
   *
   * @param name for people
   * @param function what to run
   * @param arguments value by parameter name, for inputs and residents alike; may have more
   */
  public EngineCase(String name, Function function, Map<String, Tensor> arguments) {
    this.name = name;
    this.function = function;
    this.arguments = Map.copyOf(arguments);
  }

  /** Name for people. */
  public String name() {
    return name;
  }

  /**
   * Runs the function on an engine and compares all outputs and updates with the reference; or, if
   * the engine lacks a feature that the function needs, expects that it refuses to compile it.
   *
   * @throws AssertionError with the function's text if they disagree
   */
  public void check(Engine engine) {
    Set<EngineFeature> missing = new TreeSet<>(EngineFeature.neededBy(function));
    missing.removeAll(engine.capabilities().features());
    try {
      if (missing.isEmpty()) {
        checkResults(engine);
      } else {
        checkRefusal(engine, missing);
      }
    } catch (AssertionError e) {
      throw new AssertionError(name + ": " + e.getMessage() + "\nin\n" + text(), e);
    }
  }

  private void checkRefusal(Engine engine, Set<EngineFeature> missing) {
    assertThatExceptionOfType(EngineException.class)
        .as("what an engine without %s says", missing)
        .isThrownBy(() -> engine.compile(function).close())
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1))
        .withMessageContaining(missing.toString());
  }

  private void checkResults(Engine engine) {
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
        expected().check(program.run(inputs));
        expected().check(residents);
      }
    }
  }

  private synchronized Expectation.Results expected() {
    Expectation.Results known = expected;
    if (known == null) {
      known = Expectation.of(function, arguments);
      expected = known;
    }
    return known;
  }

  private Tensor argument(String parameter) {
    Tensor value = arguments.get(parameter);
    if (value == null) {
      throw new IllegalStateException(name + ": no argument for " + parameter);
    }
    return value;
  }

  private String text() {
    String text = function.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
