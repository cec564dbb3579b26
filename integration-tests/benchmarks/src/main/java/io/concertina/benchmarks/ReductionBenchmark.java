package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.ReduceOp;
import java.util.Random;
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

/** Reductions, softmax, transposition and random bits, in elements per nanosecond. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public class ReductionBenchmark {

  private static final int ELEMENTS = 4096;

  @Param("auto")
  public String width = "";

  /** Elements per row. */
  @Param({"16", "128", "4096"})
  public int columns;

  private Kernels kernels = KernelProvider.choose(KernelProvider.AUTO);
  private final float[] x = new float[ELEMENTS];
  private final float[] y = new float[ELEMENTS];
  private final int[] bits = new int[ELEMENTS];
  private int rows;

  /** Fills the input. */
  @Setup
  public void fill() {
    kernels = KernelProvider.choose(width);
    rows = ELEMENTS / columns;
    Random random = new Random(1);
    for (int i = 0; i < ELEMENTS; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
  }

  /** One sum per row. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] sumOfRows() {
    kernels.reductions().reduce(ReduceOp.SUM, rows, columns, columns, 1, 1, x, 0, y, 0);
    return y;
  }

  /** One sum per column. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] sumOfColumns() {
    kernels.reductions().reduce(ReduceOp.SUM, 1, 0, rows, columns, columns, x, 0, y, 0);
    return y;
  }

  /** The largest of each row. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] largestOfRows() {
    kernels.reductions().reduce(ReduceOp.MAX, rows, columns, columns, 1, 1, x, 0, y, 0);
    return y;
  }

  /** Softmax of each row. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] softmax() {
    kernels.reductions().softmax(rows, columns, x, 0, y, 0);
    return y;
  }

  /** Rows become columns. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] transpose() {
    kernels.layouts().transpose(rows, columns, x, 0, columns, y, 0, rows);
    return y;
  }

  /** Words of Threefry. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public int[] randomBits() {
    kernels.random().bits(1, 0, ELEMENTS, bits, 0);
    return bits;
  }
}
