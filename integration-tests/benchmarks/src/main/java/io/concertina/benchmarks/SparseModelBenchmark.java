package io.concertina.benchmarks;

import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * Reconstructions by the deep autoencoder 784-512-256-32-256-512-784 and by what is left of it when
 * weights, blocks of weights or units were removed. How many times faster a form is than the dense
 * model is the quotient of two lines of one run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class SparseModelBenchmark {

  private static final int PIXELS = 784;
  private static final int CODE = 32;

  /** What was removed. */
  public enum Form {
    /** Nothing. */
    DENSE(1, new Zeros(0, 1)),
    /** Nine of ten weights here and there. */
    SCATTERED_90(1, new Zeros(0.9, 1)),
    /** Nineteen of twenty weights here and there. */
    SCATTERED_95(1, new Zeros(0.95, 1)),
    /** Four of five blocks of 1 x 16 weights. */
    BLOCKS_80(1, new Zeros(0.8, 16)),
    /** Nine of ten blocks of 1 x 16 weights. */
    BLOCKS_90(1, new Zeros(0.9, 16)),
    /** Half the units of each hidden layer; the code stays. */
    HALF_UNITS(2, new Zeros(0, 1));

    private final int divisor;
    private final Zeros zeros;

    Form(int divisor, Zeros zeros) {
      this.divisor = divisor;
      this.zeros = zeros;
    }

    private ModelSpec spec() {
      int wide = 512 / divisor;
      int narrow = 256 / divisor;
      return ModelSpec.of(
          Shape.of(PIXELS),
          List.of(dense(wide, relu()), dense(narrow, relu()), dense(CODE)),
          List.of(dense(narrow, relu()), dense(wide, relu()), dense(PIXELS, sigmoid())));
    }
  }

  @Param private Form form = Form.DENSE;

  @Param({"1", "256"})
  private int batch = 1;

  @Param({"1"})
  private int threads = 1;

  private Map<String, Tensor> inputs = Map.of();
  private @Nullable Engine engine;
  private @Nullable Program program;

  /** Makes the model and its rows. */
  @Setup
  public void open() {
    ModelSpec spec = form.spec();
    Model model = Model.initial(spec, Scalings.none(spec.sample()), 1);
    engine = Engines.open("native", threads);
    Residents residents = engine.residents();
    model
        .weights()
        .forEach(
            (name, value) ->
                residents.put(name, value.shape().rank() == 2 ? form.zeros.in(value) : value));
    program = engine.compile(model.functions().reconstruct(), residents);
    Random random = new Random(2);
    float[] rows = new float[batch * PIXELS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextFloat();
    }
    inputs = Map.of(ModelFunctions.X, Tensor.view(Shape.of(batch, PIXELS), rows));
  }

  /** One reconstruction of the batch. */
  @Benchmark
  public Map<String, Tensor> reconstruct() {
    return Objects.requireNonNull(program).run(inputs);
  }

  /** Stops the engine. */
  @TearDown
  public void close() {
    Objects.requireNonNull(engine).close();
  }
}
