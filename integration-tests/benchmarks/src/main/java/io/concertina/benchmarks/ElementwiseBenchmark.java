package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.UnaryOp;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Elementary functions and an optimiser's update, in elements per nanosecond from the first cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public class ElementwiseBenchmark {

  /** A {@link UnaryOp}, or ADAM. */
  @Param({
    "NEG", "EXP", "LOG", "EXPM1", "LOG1P", "SQRT", "RSQRT", "TANH", "SIGMOID", "ERF", "ROUND",
    "ADAM"
  })
  public String function = "";

  @Param("auto")
  public String width = "";

  private ElementwisePass pass = ElementwisePass.of(UnaryOp.NEG, KernelProvider.AUTO);

  /** Compiles the program and fills its inputs. */
  @Setup
  public void compile() {
    pass =
        function.equals("ADAM")
            ? ElementwisePass.adam(width)
            : ElementwisePass.of(UnaryOp.valueOf(function), width);
  }

  /** One pass over the arrays. */
  @Benchmark
  @OperationsPerInvocation(ElementwisePass.ELEMENTS)
  public float[][] elements() {
    return pass.run();
  }
}
