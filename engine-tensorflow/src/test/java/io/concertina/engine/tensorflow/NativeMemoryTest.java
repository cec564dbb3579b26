package io.concertina.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing native is left behind.
 *
 * <p>The compilers of the JVM take memory from the C library too, a few megabytes in such a test. A
 * step that leaked its input would hold 500 MiB after 8,000 more steps, fifty programs left open
 * hold 80 MiB. The bound on the resident size leaves room for the Java heap, which is part of it.
 */
class NativeMemoryTest {

  private static final long MIB = 1 << 20;
  private static final long COMPILERS = 16 * MIB;
  private static final long HEAP = 256 * MIB;

  private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(2);

  @BeforeAll
  static void canMeasure() {
    assumeTrue(NativeMemory.isMeasurable(), "needs glibc's mallinfo2");
  }

  @Test
  void tenThousandTrainingStepsHoldNoMoreThanTwoThousand() {
    try (Engine engine = new TensorflowEngineFactory().open(OPTIONS);
        Residents residents = engine.residents();
        Program step = engine.compile(TinyAutoencoder.step(), residents)) {
      TinyAutoencoder.initialize(residents);
      TinyAutoencoder.train(step, 0, 2_000);
      NativeMemory early = NativeMemory.now();
      float loss = TinyAutoencoder.train(step, 2_000, 10_000);
      NativeMemory late = NativeMemory.now();

      assertThat(loss).isLessThan(1e-5f);
      assertFlat(early, late);
    }
  }

  @Test
  void openingAndClosingEnginesLeavesNothing() {
    openTrainClose(10);
    NativeMemory early = NativeMemory.now();
    openTrainClose(50);
    assertFlat(early, NativeMemory.now());
  }

  private static void openTrainClose(int times) {
    for (int i = 0; i < times; i++) {
      try (Engine engine = new TensorflowEngineFactory().open(OPTIONS)) {
        Residents residents = engine.residents();
        TinyAutoencoder.initialize(residents);
        TinyAutoencoder.train(engine.compile(TinyAutoencoder.step(), residents), 0, 3);
      }
    }
  }

  @Test
  void openingAndClosingProgramsLeavesNothing() {
    try (Engine engine = new TensorflowEngineFactory().open(OPTIONS)) {
      compileRunClose(engine, 10);
      NativeMemory early = NativeMemory.now();
      compileRunClose(engine, 50);
      assertFlat(early, NativeMemory.now());
    }
  }

  private static void compileRunClose(Engine engine, int times) {
    for (int i = 0; i < times; i++) {
      try (Program program = engine.compile(TinyAutoencoder.step())) {
        TinyAutoencoder.initialize(program.residents());
        TinyAutoencoder.train(program, 0, 3);
      }
    }
  }

  @Test
  void failedRunsLeaveNothing() {
    try (Engine engine = new TensorflowEngineFactory().open(OPTIONS);
        Program program = engine.compile(Failing.function())) {
      program.residents().put("w", Tensor.full(Failing.SHAPE, 1));
      fail(program, 200);
      NativeMemory early = NativeMemory.now();
      fail(program, 1_000);
      assertFlat(early, NativeMemory.now());
    }
  }

  private static void fail(Program program, int times) {
    Map<String, Tensor> inputs = Map.of("position", Tensor.of(Shape.of(1), 1 << 20));
    for (int i = 0; i < times; i++) {
      assertThatExceptionOfType(EngineException.class).isThrownBy(() -> program.run(inputs));
    }
  }

  private static void assertFlat(NativeMemory early, NativeMemory late) {
    assertThat(late.allocated()).isLessThan(early.allocated() + COMPILERS);
    assertThat(late.pointers()).isLessThanOrEqualTo(early.pointers());
    assertThat(late.resident()).isLessThan(early.resident() + HEAP);
  }
}
