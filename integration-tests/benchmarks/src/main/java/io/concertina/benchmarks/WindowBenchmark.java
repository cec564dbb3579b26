package io.concertina.benchmarks;

import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Convolutions 3x3 as steps of a plan, padding included, on one thread against the multiply-add
 * ceiling. The counter {@code flop} is floating point operations per second, those in the padding
 * included; compare it with that of {@code ceiling}.
 *
 * <pre>-Pbench "-Djmh.args=WindowBenchmark -p shape=14x16x32x2"</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public class WindowBenchmark {

  private static final int BATCH = 64;
  private static final int CEILING_STEPS = 20_000;

  /** Side of the image, channels, filters, stride. */
  @Param({"28x1x16x2", "14x16x32x2", "14x16x16x1", "14x32x64x1", "8x64x64x1"})
  public String shape = "";

  @Param("auto")
  public String width = "";

  /** Share of the blocks of 16 filters of the frozen kernel that are zeros. */
  @Param("0.8")
  public double zeros;

  private final Workers workers = new Workers(1);
  private double operations;
  private Step.Task conv = () -> {};
  private Step.Task frozen = () -> {};
  private Step.Task transposed = () -> {};
  private Step.Task kernelGradient = () -> {};

  /** Binds the steps. */
  @Setup(Level.Trial)
  public void bind() {
    int[] sizes = Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
    int side = sizes[0];
    int channels = sizes[1];
    int filters = sizes[2];
    int positions = Math.ceilDiv(side, sizes[3]);
    operations = 2.0 * BATCH * positions * positions * 9 * channels * filters;
    Window window = Window.of(3, 3).withStrides(sizes[3], sizes[3]).same(Shape.of(side, side));
    Shape image = Shape.of(BATCH, side, side, channels);
    Shape other = Shape.of(BATCH, positions, positions, filters);
    Shape kernel = Shape.of(3, 3, channels, filters);
    conv = task(new Windowed.Conv(window, 1), image, kernel);
    frozen = frozen(new Windowed.Conv(window, 1), image, kernel);
    Shape spatial = Shape.of(side, side);
    transposed = task(new Windowed.ConvInputGradient(window, 1, spatial), other, kernel);
    kernelGradient = task(new Windowed.ConvKernelGradient(window, 1), image, other);
  }

  private Step.Task task(Windowed op, Shape first, Shape second) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(first));
    Value y = ops.input("y", TensorType.f32(second));
    Function function = ops.function("window", Map.of("z", ops.emit(op, x, y)));
    Workspace workspace =
        Compiler.compile(function, Map.of())
            .workspace(KernelProvider.choose(width), workers, _ -> new float[0]);
    Step step = Compiler.compile(function, Map.of()).steps().getFirst();
    Random random = new Random(1);
    for (Buffer buffer : Compiler.compile(function, Map.of()).buffers()) {
      float[] numbers = workspace.floats(buffer);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextFloat() - 0.5f;
      }
    }
    return step.bind(workspace);
  }

  /** With a kernel that nothing changes, in which blocks are zeros. */
  private Step.Task frozen(Windowed op, Shape image, Shape shape) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(image));
    Value kernel = ops.resident("kernel", TensorType.f32(shape));
    Plan plan =
        Compiler.compile(ops.function("frozen", Map.of("z", ops.emit(op, x, kernel))), Map.of());
    Random random = new Random(1);
    float[] weights = new float[shape.size()];
    for (int i = 0; i < weights.length; i += Math.min(16, shape.last().size())) {
      if (random.nextDouble() >= zeros) {
        Arrays.fill(weights, i, i + Math.min(16, shape.last().size()), random.nextFloat());
      }
    }
    Workspace workspace =
        plan.workspace(
            KernelProvider.choose(width),
            workers,
            new Workspace.Arrays() {
              @Override
              public Object of(Buffer buffer) {
                return weights;
              }

              @Override
              public Optional<IntSupplier> version(Buffer buffer) {
                return Optional.of(() -> 0);
              }
            });
    plan.buffers().stream()
        .filter(buffer -> buffer.role() == Buffer.Role.INPUT)
        .forEach(buffer -> Arrays.fill(workspace.floats(buffer), 1));
    return plan.steps().getFirst().bind(workspace);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    workers.close();
  }

  /** What the processor can do. */
  @Benchmark
  public float ceiling(MatrixBenchmark.Work work) {
    work.flop += Ceiling.operations(CEILING_STEPS);
    return Ceiling.run(CEILING_STEPS);
  }

  /** From channels to filters. */
  @Benchmark
  public void conv(MatrixBenchmark.Work work) {
    work.flop += operations;
    conv.run();
  }

  /** The same with a kernel that nothing changes and that has zeros; their operations count. */
  @Benchmark
  public void frozen(MatrixBenchmark.Work work) {
    work.flop += operations;
    frozen.run();
  }

  /** From filters to channels: also the gradient of the image. */
  @Benchmark
  public void transposed(MatrixBenchmark.Work work) {
    work.flop += operations;
    transposed.run();
  }

  /** The gradient of the kernel. */
  @Benchmark
  public void kernelGradient(MatrixBenchmark.Work work) {
    work.flop += operations;
    kernelGradient.run();
  }
}
