package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.layer.Activation;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.cases.Samples;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every activation must do; extend it in a test and name activations.
 *
 * <p>For each, on samples of several shapes: the result has the input's type; each sample is mapped
 * by itself; the gradient is that of central differences; value and gradient are finite at ±1000;
 * every engine on the class path computes what the float64 reference computes; the settings survive
 * a round trip through a configuration.
 *
 * <pre>{@code
 * class MishTest extends ActivationContract {
 *   @Override
 *   protected List<Activation> subjects() {
 *     return List.of(new Mish());
 *   }
 * }
 * }</pre>
 */
public abstract class ActivationContract extends ContractOnEngines {

  private static final String X = "x";
  private static final String Y = "y";
  private static final String SUM = "sum";
  private static final String GRADIENT = "gradient";
  private static final String COTANGENT = "cotangent";
  private static final int[] BATCHES = {1, 2, 5, 17};
  private static final int GRADIENT_ROWS = 3;
  private static final long SEED = 1;
  private static final float EXTREME = 1000;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  /** The activations to check; several settings of one activation are several subjects. */
  protected abstract List<? extends Activation> subjects();

  /** Shapes of one sample of the inputs, without the batch axis. */
  protected List<Shape> samples() {
    return List.of(Shape.of(9), Shape.of(2, 7));
  }

  /** Smallest element of the inputs. */
  protected double low() {
    return -5;
  }

  /** Largest element of the inputs. */
  protected double high() {
    return 6;
  }

  @TestFactory
  final Stream<DynamicTest> keepsTheTypeOfItsInput() {
    return each(
        point ->
            assertThat(point.emit().outputs().get(Y))
                .extracting(Value::type)
                .isEqualTo(point.type()));
  }

  @TestFactory
  final Stream<DynamicTest> mapsEachSampleByItself() {
    return each(this::checkRows);
  }

  @TestFactory
  final Stream<DynamicTest> hasTheGradientOfCentralDifferences() {
    return each(
        point ->
            GradientCheck.exact()
                .check(
                    point.emit(),
                    SUM,
                    Map.of(X, GRADIENT),
                    Rows.exact(arguments(point, GRADIENT_ROWS))));
  }

  @TestFactory
  final Stream<DynamicTest> isFiniteForLargeInputs() {
    return each(this::checkLarge);
  }

  @TestFactory
  final Stream<DynamicTest> computesTheSameOnEveryEngine() {
    return points().flatMap(this::cases).flatMap(each -> engines().agreeOn(each));
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return each(this::checkConfiguration);
  }

  /** An activation on samples of a shape. */
  private record Point(Activation activation, Shape sample) {

    TensorType type() {
      return TensorType.f32(sample.prepend(LayerEmission.BATCH));
    }

    /** y, Σ y · c for a given c, and its gradient by x. */
    Function emit() {
      Ops ops = new Ops();
      Value x = ops.input(X, type());
      Value y = activation.apply(ops, x);
      Value cotangent = ops.input(COTANGENT, y.type());
      Value sum = ops.sumAll(ops.mul(y, cotangent));
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs.put(Y, y);
      outputs.put(SUM, sum);
      outputs.put(GRADIENT, Gradients.of(ops, sum, List.of(x)).getFirst());
      return ops.function("activation", outputs);
    }

    @Override
    public String toString() {
      return activation + " on " + sample;
    }
  }

  private Stream<Point> points() {
    return subjects().stream()
        .flatMap(subject -> samples().stream().map(sample -> new Point(subject, sample)));
  }

  private Stream<DynamicTest> each(Consumer<Point> check) {
    return points().map(point -> dynamicTest(point.toString(), () -> check.accept(point)));
  }

  private Map<String, Tensor> arguments(Point point, int rows) {
    Samples samples = new Samples(SEED);
    Shape shape = LayerEmission.bound(point.type().shape(), rows);
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    arguments.put(X, samples.floats(shape, low(), high()));
    arguments.put(COTANGENT, samples.floats(shape, -1, 1));
    return arguments;
  }

  private Stream<EngineCase> cases(Point point) {
    Function function = point.emit();
    return IntStream.of(BATCHES)
        .mapToObj(
            rows ->
                new EngineCase(
                    "%s, batch of %d".formatted(point, rows), function, arguments(point, rows)));
  }

  private void checkRows(Point point) {
    Function function = point.emit();
    int rows = BATCHES[BATCHES.length - 1];
    Map<String, Tensor> arguments = arguments(point, rows);
    ReferenceTensor together = run(function, arguments, Y);
    int width = point.sample().size();
    for (int row = 0; row < rows; row++) {
      ReferenceTensor alone = run(function, Rows.of(arguments, row, 1), Y);
      for (int i = 0; i < width; i++) {
        assertThat(together.doubleAt(row * width + i))
            .as("element %d of sample %d, in a batch against by itself", i, row)
            .isCloseTo(alone.doubleAt(i), within(1e-12 * Math.max(1, Math.abs(alone.doubleAt(i)))));
      }
    }
  }

  private void checkLarge(Point point) {
    Map<String, Tensor> arguments = new LinkedHashMap<>(arguments(point, 2));
    Shape shape = LayerEmission.bound(point.type().shape(), 2);
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i % 3 == 0 ? -EXTREME : EXTREME;
    }
    arguments.put(X, Tensor.of(shape, elements));
    for (String output : List.of(Y, GRADIENT)) {
      ReferenceTensor value = run(point.emit(), arguments, output);
      for (int i = 0; i < value.size(); i++) {
        assertThat(value.doubleAt(i)).as("%s at %s", output, elements[i]).isFinite();
      }
    }
  }

  private ReferenceTensor run(Function function, Map<String, Tensor> arguments, String output) {
    return Objects.requireNonNull(
        interpreter.run(function, Rows.exact(arguments)).outputs().get(output));
  }

  private void checkConfiguration(Point point) {
    Configurations<Activation> configurations = new Configurations<>(registry(), Activation.class);
    Activation subject = point.activation();
    String text = point.emit().toString();
    for (Activation copy :
        List.of(configurations.roundTrip(subject), configurations.roundTripAsText(subject))) {
      assertThat(new Point(copy, point.sample()).emit().toString())
          .as("what the activation emits after a round trip through a configuration")
          .isEqualTo(text);
    }
    configurations.rejectsUnknownKeys(subject);
  }
}
