package io.concertina.benchmarks;

import io.concertina.engine.Engine;
import io.concertina.spi.Registry;
import io.concertina.workflow.benchmark.Mode;
import io.concertina.workflow.benchmark.Work;
import io.concertina.workflow.benchmark.Workload;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole workloads; one operation is one training step or one reconstruction of a batch. */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class WorkloadBenchmark {

  @Param({"W1", "W2", "W3", "W6"})
  private String workload = "W1";

  /** {@code latency} reconstructs batches of one row. */
  @Param({"train", "infer", "latency"})
  private String mode = "train";

  @Param({"native", "tensorflow"})
  private String engine = "native";

  @Param({"1", "2"})
  private int threads = 1;

  private @Nullable Engine opened;
  private @Nullable Work work;

  /** Opens the engine, compiles the function and makes the batches. */
  @Setup
  public void open() {
    Workload chosen = Workload.named(workload, Registry.load());
    Mode measured = Mode.named(mode);
    opened = Engines.open(engine, threads);
    work = Work.of(chosen, measured, chosen.batches(measured), opened);
  }

  /** Every iteration is the same work. */
  @Setup(Level.Iteration)
  public void restart() {
    Objects.requireNonNull(work).restart();
  }

  /** The next batch. */
  @Benchmark
  public void run() {
    Objects.requireNonNull(work).run();
  }

  /** Stops the engine. */
  @TearDown
  public void close() {
    Objects.requireNonNull(work).close();
    Objects.requireNonNull(opened).close();
  }
}
