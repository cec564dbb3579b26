package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SteadyStateTest {

  /** Until the JVM has compiled the loops, vectors are objects. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int STEPS = 200;

  /** The result map, its entries, and tensors with their arrays. */
  private static final long RESULTS = 1024;

  private final DenseTraining training = new DenseTraining(30, 17, 5, 17, 30);

  @Test
  void aTrainingStepAllocatesNothingButItsResults() {
    try (Engine engine = open(1)) {
      assertThat(steadyBytesPerRun(engine, training, training.step(), 16)).isLessThan(RESULTS);
    }
  }

  @Test
  void aTrainingStepOnTwoThreadsAllocatesNothingButItsResults() {
    DenseTraining wide = new DenseTraining(256, 200, 256);
    try (Engine engine = open(2)) {
      assertThat(steadyBytesPerRun(engine, wide, wide.step(), 64)).isLessThan(RESULTS);
    }
  }

  @Test
  void anInferenceOfOneRowAllocatesNothingButItsResults() {
    long elements = 30 * Float.BYTES;
    try (Engine engine = open(1)) {
      assertThat(steadyBytesPerRun(engine, training, training.inference(), 1))
          .isLessThan(RESULTS + elements);
    }
  }

  /** What inference makes of a weight goes where it was, in whatever form that is. */
  @Test
  void anInferenceAfterAStepAllocatesNothingButItsResults() {
    DenseTraining wide = new DenseTraining(64, 200, 1);
    int batch = 16;
    try (Engine engine = open(1);
        Residents residents = engine.residents();
        Program step = engine.compile(wide.step(), residents);
        Program inference = engine.compile(wide.inference(), residents)) {
      wide.initialize(residents, step.function());
      Map<String, Tensor> inputs = Map.of("x", wide.batch(batch, 1), "t", Tensor.scalar(1f));
      long bytes =
          steadyBytes(
              () -> {
                step.run(inputs);
                inference.run(inputs);
              });
      assertThat(bytes).isLessThan(2 * RESULTS);
    }
  }

  private static long steadyBytesPerRun(
      Engine engine, DenseTraining training, Function function, int batch) {
    Residents residents = engine.residents();
    training.initialize(residents, function);
    Map<String, Tensor> inputs = Map.of("x", training.batch(batch, 1), "t", Tensor.scalar(1f));
    try (Program program = engine.compile(function, residents)) {
      return steadyBytes(() -> program.run(inputs));
    }
  }

  /** Bytes per run once they have come down, or what they still are when patience ends. */
  private static long steadyBytes(Runnable run) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long bytes = bytes(run);
    while (bytes >= RESULTS && System.nanoTime() < deadline) {
      bytes = bytes(run);
    }
    return bytes;
  }

  private static long bytes(Runnable run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getTotalThreadAllocatedBytes();
    for (int i = 0; i < STEPS; i++) {
      run.run();
    }
    return (threads.getTotalThreadAllocatedBytes() - before) / STEPS;
  }

  private static Engine open(int threads) {
    return new NativeEngineFactory().open(EngineOptions.defaults().withThreads(threads));
  }
}
