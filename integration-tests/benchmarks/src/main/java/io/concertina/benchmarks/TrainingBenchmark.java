package io.concertina.benchmarks;

import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole training steps; one operation is one step of {@link DenseWorkload#batch} samples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class TrainingBenchmark {

  @Param({"W1", "W3"})
  private String workload = "W1";

  @Param({"native", "tensorflow"})
  private String engine = "native";

  @Param({"1", "2"})
  private int threads = 1;

  private final Map<String, Tensor> inputs = new HashMap<>();
  private List<Tensor> batches = List.of();
  private AutoCloseable opened = () -> {};
  private Running running = _ -> Map.of();
  private int steps;

  @FunctionalInterface
  private interface Running {
    Map<String, Tensor> step(Map<String, Tensor> inputs);
  }

  /** Compiles the step and fills weights and batches. */
  @Setup
  public void open() {
    DenseWorkload dense = DenseWorkload.valueOf(workload);
    Function step = dense.step();
    Engine running = Engines.open(engine, threads);
    Residents residents = running.residents();
    dense.initialize(residents, step);
    Program program = running.compile(step, residents);
    batches = dense.batches(32, dense.batch());
    this.running = program::run;
    opened = running;
  }

  /** One step on the next batch. */
  @Benchmark
  public Map<String, Tensor> step() {
    inputs.put("x", batches.get(steps % batches.size()));
    inputs.put("t", Tensor.scalar((float) ++steps));
    return running.step(inputs);
  }

  /** Stops the engine. */
  @TearDown
  public void close() throws Exception {
    opened.close();
  }
}
