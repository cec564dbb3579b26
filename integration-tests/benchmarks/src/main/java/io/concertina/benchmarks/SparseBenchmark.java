package io.concertina.benchmarks;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.NativeEngineFactory;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Map;
import java.util.Random;
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

/**
 * One layer of 784 x 512 without its zeros: from which share of them leaving them out pays, for
 * single numbers ({@code block} 1) and for blocks. A share of 0 is the dense layer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class SparseBenchmark {

  private static final int IN = 784;
  private static final int OUT = 512;

  @Param({"0", "0.5", "0.7", "0.8", "0.9", "0.95"})
  private double zeros = 0;

  @Param({"1", "16"})
  private int block = 1;

  @Param({"1", "32", "256"})
  private int rows = 1;

  private Map<String, Tensor> inputs = Map.of();
  private AutoCloseable opened = () -> {};
  private Running running = _ -> Map.of();

  @FunctionalInterface
  private interface Running {
    Map<String, Tensor> run(Map<String, Tensor> inputs);
  }

  /** Fills the layer and its rows. */
  @Setup
  public void open() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(IN))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(IN, OUT)));
    Function layer = ops.function("layer", Map.of("y", ops.matmul(x, kernel)));
    Engine engine = new NativeEngineFactory().open(EngineOptions.defaults().withThreads(1));
    Residents residents = engine.residents();
    residents.put("kernel", Tensor.view(Shape.of(IN, OUT), kernel()));
    Program program = engine.compile(layer, residents);
    Random random = new Random(2);
    float[] elements = new float[rows * IN];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat();
    }
    inputs = Map.of("x", Tensor.view(Shape.of(rows, IN), elements));
    running = program::run;
    opened = engine;
  }

  private float[] kernel() {
    Random random = new Random(1);
    float[] elements = new float[IN * OUT];
    for (int i = 0; i < elements.length; i += block) {
      boolean kept = random.nextDouble() >= zeros;
      for (int j = i; j < i + block; j++) {
        elements[j] = kept ? random.nextFloat() - 0.5f : 0;
      }
    }
    return elements;
  }

  /** One product with what surrounds it in an inference. */
  @Benchmark
  public Map<String, Tensor> layer() {
    return running.run(inputs);
  }

  /** Stops the engine. */
  @TearDown
  public void close() throws Exception {
    opened.close();
  }
}
