package io.concertina.benchmarks;

import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.sparse.BreakEven;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.FrozenWeight;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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

/**
 * One layer of 784 x 512, dense and without its zeros whatever their share: the shares at which
 * {@link BreakEven} changes over are where {@code numbers} or {@code blocks} take as long as {@code
 * dense}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 750, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class SparseBenchmark {

  private static final int IN = 784;
  private static final int OUT = 512;

  /** The form, and the share of the matrix that is kept in it. */
  @Param({
    "dense 1", "numbers 0.5", "numbers 0.4", "numbers 0.3", "numbers 0.2", "numbers 0.1",
    "numbers 0.05", "blocks 0.9", "blocks 0.8", "blocks 0.7", "blocks 0.6", "blocks 0.5",
    "blocks 0.2"
  })
  private String form = "dense 1";

  @Param({"1", "32", "256"})
  private int rows = 1;

  private Map<String, Tensor> inputs = Map.of();
  private @Nullable Workers workers;
  private @Nullable Workspace workspace;

  /** Fills the layer and its rows. */
  @Setup
  public void open() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(IN))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(IN, OUT)));
    Plan plan =
        Compiler.compile(
            ops.function("layer", Map.of("y", ops.matmul(x, kernel))), Map.of("batch", rows));
    workers = new Workers(1);
    workspace =
        plan.workspace(KernelProvider.choose(KernelProvider.AUTO), workers, new Weight(form));
    inputs = Map.of("x", random(rows, IN));
  }

  private static Tensor random(int rows, int columns) {
    Random random = new Random(2);
    float[] elements = new float[rows * columns];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.view(Shape.of(rows, columns), elements);
  }

  /** The layer's weight in the form that is measured. */
  private static final class Weight implements Workspace.Arrays {

    private final float[] elements;
    private final FrozenWeight frozen;

    Weight(String form) {
      String[] words = form.split(" ", -1);
      Zeros zeros = new Zeros(1 - Double.parseDouble(words[1]), words[0].equals("blocks") ? 16 : 1);
      elements = zeros.in(random(IN, OUT)).toFloats();
      BreakEven breakEven = words[0].equals("dense") ? BreakEven.NEVER : BreakEven.ALWAYS;
      frozen = new FrozenWeight(elements, new AtomicInteger(), breakEven);
    }

    @Override
    public Object of(Buffer buffer) {
      return elements;
    }

    @Override
    public Optional<FrozenWeight> frozen(Buffer buffer) {
      return Optional.of(frozen);
    }
  }

  /** One product with what surrounds it in an inference. */
  @Benchmark
  public Map<String, Tensor> layer() {
    return Objects.requireNonNull(workspace).run(inputs);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    Objects.requireNonNull(workers).close();
  }
}
