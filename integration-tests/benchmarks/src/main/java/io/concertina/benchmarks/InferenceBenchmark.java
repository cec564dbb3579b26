package io.concertina.benchmarks;

import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
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

/** Reconstruction of one row, which counts latency, and of many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class InferenceBenchmark {

  @Param({"W1", "W3"})
  private String workload = "W3";

  @Param({"native", "tensorflow"})
  private String engine = "native";

  @Param({"1", "2"})
  private int threads = 1;

  @Param({"1", "1024"})
  private int rows = 1;

  private Map<String, Tensor> inputs = Map.of();
  private AutoCloseable opened = () -> {};
  private Running running = _ -> Map.of();

  @FunctionalInterface
  private interface Running {
    Map<String, Tensor> infer(Map<String, Tensor> inputs);
  }

  /** Compiles the function and fills weights and rows. */
  @Setup
  public void open() {
    DenseWorkload dense = DenseWorkload.valueOf(workload);
    Function infer = dense.inference();
    Engine running = Engines.open(engine, threads);
    Residents residents = running.residents();
    dense.initialize(residents, infer);
    Program program = running.compile(infer, residents);
    inputs = Map.of("x", dense.batches(1, rows).getFirst());
    this.running = program::run;
    opened = running;
  }

  /** One call. */
  @Benchmark
  public Map<String, Tensor> infer() {
    return running.infer(inputs);
  }

  /** Stops the engine. */
  @TearDown
  public void close() throws Exception {
    opened.close();
  }
}
