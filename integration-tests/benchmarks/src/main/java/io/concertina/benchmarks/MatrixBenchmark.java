package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import java.util.Random;
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

  private MatrixKernels kernels = KernelProvider.choose(KernelProvider.AUTO).matrices();
  private int m;
  private int n;
  private int k;
  private boolean transposeLeft;
  private boolean transposeRight;
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};
  private float[] packed = {};

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
    String[] sizes = shape.split("x", -1);
    m = Integer.parseInt(sizes[0]);
    n = Integer.parseInt(sizes[1]);
    k = Integer.parseInt(sizes[2]);
    transposeLeft = form.charAt(0) == 'T';
    transposeRight = form.charAt(1) == 'T';
    kernels = KernelProvider.choose(width).matrices();
    a = random(m * k);
    b = random(k * n);
    c = new float[m * n];
    packed = new float[kernels.packedSize(k, n)];
    pack();
  }

  private static float[] random(int size) {
    Random random = new Random(size);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  private void pack() {
    kernels.pack(transposeRight, k, n, 0, n, b, 0, transposeRight ? k : n, packed, 0);
  }

  private float[] multiply() {
    kernels.multiply(
        transposeLeft,
        false,
        0,
        m,
        0,
        n,
        n,
        k,
        a,
        0,
        transposeLeft ? m : k,
        packed,
        0,
        c,
        0,
        n,
        MatrixKernels.Epilogue.NONE);
    return c;
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
    work.flop += 2.0 * m * n * k;
    return multiply();
  }

  /** A product that packs B first. */
  @Benchmark
  public float[] packing(Work work) {
    work.flop += 2.0 * m * n * k;
    pack();
    return multiply();
  }

  /** A product straight from B; from packed B where that is transposed. */
  @Benchmark
  public float[] unpacked(Work work) {
    work.flop += 2.0 * m * n * k;
    if (transposeRight) {
      return multiply();
    }
    kernels.multiplyUnpacked(
        transposeLeft,
        false,
        0,
        m,
        0,
        n,
        n,
        k,
        a,
        0,
        transposeLeft ? m : k,
        b,
        0,
        n,
        c,
        0,
        n,
        MatrixKernels.Epilogue.NONE);
    return c;
  }
}
