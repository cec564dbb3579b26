package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.KernelProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products in all forms against the multiply-add ceiling. The counter {@code flop} is
 * floating point operations per second; compare it with that of {@code ceiling}.
 *
 * <pre>-Pbench "-Djmh.args=MatrixBenchmark -p shape=512x512x512"</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public class MatrixBenchmark {

  private static final int CEILING_STEPS = 20_000;

  /** Rows, columns and shared axis: m x n x k. */
  @Param({
    "512x512x512",
    "256x512x784",
    "256x784x512",
    "784x512x256",
    "256x512x256",
    "512x128x640",
    "32x64x100",
    "32x32x64",
    "1x512x784",
    "1024x1024x1024"
  })
  public String shape = "";

  /** Transposes of A and B. */
  @Param({"NN", "TN", "NT"})
  public String form = "";

  @Param("auto")
  public String width = "";

  private MatrixProduct product = MatrixProduct.of("NN", "1x1x1", KernelProvider.AUTO);

  /** Counts floating point operations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {

    /** A fused multiply-add counts as two. */
    public double flop;

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      flop = 0;
    }
  }

  /** Fills the matrices. */
  @Setup
  public void fill() {
    product = MatrixProduct.of(form, shape, width);
  }

  /** What the processor can do. */
  @Benchmark
  public float ceiling(Work work) {
    work.flop += Ceiling.operations(CEILING_STEPS);
    return Ceiling.run(CEILING_STEPS);
  }

  /** A product with B in panels already, as weights are that change rarely. */
  @Benchmark
  public float[] packed(Work work) {
    work.flop += product.operations();
    return product.multiply();
  }

  /** A product that packs B first. */
  @Benchmark
  public float[] packing(Work work) {
    work.flop += product.operations();
    product.pack();
    return product.multiply();
  }

  /** A product straight from B; from packed B where that is transposed. */
  @Benchmark
  public float[] unpacked(Work work) {
    work.flop += product.operations();
    return product.canSparePacking() ? product.multiplyUnpacked() : product.multiply();
  }
}
