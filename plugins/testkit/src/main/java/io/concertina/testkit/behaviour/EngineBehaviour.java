package io.concertina.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** An engine opens with settings that it knows, closes, and lives beside others. */
public final class EngineBehaviour {

  /** How often an engine is closed while its program runs. */
  private static final int CLOSINGS = 20;

  private final EngineFactory factory;
  private final EngineOptions options;

  /** The tests for the engines of a factory. */
  public EngineBehaviour(EngineFactory factory, EngineOptions options) {
    this.factory = factory;
    this.options = options;
  }

  /** One test per demand. */
  public Stream<DynamicTest> tests() {
    return Stream.of(
        dynamicTest("an engine has its factory's name", this::nameIsKept),
        dynamicTest("a setting that it does not know is refused", this::unknownSetting),
        dynamicTest("threads compile and run programs of their own", this::concurrentPrograms),
        dynamicTest("an explanation of a function names it", this::explanation),
        dynamicTest("two engines live side by side", this::twoEngines),
        dynamicTest("residents of another engine are refused", this::foreignResidents),
        dynamicTest("closing twice is harmless", this::closingTwice),
        dynamicTest("a closed program refuses to run", this::closedProgram),
        dynamicTest("closing an engine closes what it handed out", this::closedEngine),
        dynamicTest("runs that meet a closing engine end or are refused", this::closingInTraffic));
  }

  private Engine open() {
    return factory.open(options);
  }

  private void explanation() {
    try (Engine engine = open()) {
      engine
          .explain(Traffic.function(), Map.of("batch", 4))
          .ifPresent(text -> assertThat(text).contains("elementwise"));
    }
  }

  private void nameIsKept() {
    try (Engine engine = open()) {
      assertThat(engine.name()).isEqualTo(factory.name());
      assertThat(engine.capabilities().threads()).isPositive();
    }
  }

  private void unknownSetting() {
    EngineOptions unknown = options.with("no such setting", "1");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> factory.open(unknown).close())
        .withMessageStartingWith("engine.settings.no such setting: unknown setting of engine ")
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
  }

  private void concurrentPrograms() throws Exception {
    try (Engine engine = open()) {
      Traffic.of(
          thread ->
              () -> {
                try (Program program = engine.compile(Traffic.function())) {
                  Traffic.run(program, thread);
                }
              });
    }
  }

  private static Function negation() {
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(2)));
    return ops.function("negation", Map.of("y", ops.neg(w)));
  }

  private void twoEngines() {
    try (Engine one = open();
        Engine other = open();
        Residents mine = one.residents();
        Residents theirs = other.residents();
        Program first = one.compile(negation(), mine);
        Program second = other.compile(negation(), theirs)) {
      mine.put("w", Tensor.of(Shape.of(2), 1f, 2f));
      theirs.put("w", Tensor.of(Shape.of(2), 3f, 4f));
      assertThat(first.run(Map.of())).containsEntry("y", Tensor.of(Shape.of(2), -1f, -2f));
      assertThat(second.run(Map.of())).containsEntry("y", Tensor.of(Shape.of(2), -3f, -4f));
    }
  }

  private void foreignResidents() {
    try (Engine one = open();
        Engine other = open();
        Residents foreign = other.residents()) {
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> one.compile(negation(), foreign));
    }
  }

  private void closingTwice() {
    Engine engine = open();
    Residents residents = engine.residents();
    Program program = engine.compile(negation(), residents);
    program.close();
    program.close();
    residents.close();
    residents.close();
    engine.close();
    engine.close();
  }

  private void closedProgram() {
    try (Engine engine = open();
        Residents residents = engine.residents()) {
      residents.put("w", Tensor.of(Shape.of(2), 1f, 2f));
      Program program = engine.compile(negation(), residents);
      program.close();
      assertThatExceptionOfType(EngineException.class).isThrownBy(() -> program.run(Map.of()));
      assertThat(residents.get("w")).isEqualTo(Tensor.of(Shape.of(2), 1f, 2f));
    }
  }

  private void closedEngine() {
    Engine engine = open();
    Residents residents = engine.residents();
    residents.put("w", Tensor.of(Shape.of(2), 1f, 2f));
    Program program = engine.compile(negation(), residents);
    engine.close();
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> program.run(Map.of()));
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> residents.get("w"));
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> engine.compile(negation()));
  }

  /** Each run gives its results or an {@link EngineException}; nothing crashes or hangs. */
  private void closingInTraffic() throws Exception {
    for (int closing = 0; closing < CLOSINGS; closing++) {
      Engine engine = open();
      Program program = engine.compile(Traffic.function());
      Traffic.of(
          thread ->
              thread == Traffic.THREADS - 1 ? engine::close : () -> runIfOpen(program, thread));
    }
  }

  private static void runIfOpen(Program program, int thread) {
    try {
      Traffic.run(program, thread);
    } catch (EngineException closed) {
      assertThat(closed.getMessage()).hasLineCount(1);
    }
  }
}
