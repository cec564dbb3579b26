package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.regularizer.Regularizer;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.cases.Samples;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every regulariser must do; extend it in a test and name regularisers.
 *
 * <p>For each, on weights of several ranks and on a batch of activations: the penalty is an f32
 * scalar; its gradient is that of central differences; every engine on the class path computes the
 * value and the gradient of the float64 reference; both are finite at 0; the settings survive a
 * round trip through a configuration.
 *
 * <pre>{@code
 * class GroupLassoTest extends RegularizerContract {
 *   @Override
 *   protected List<Regularizer> subjects() {
 *     return List.of(new GroupLasso(0.1));
 *   }
 * }
 * }</pre>
 */
public abstract class RegularizerContract extends ContractOnEngines {

  private static final String TENSOR = "tensor";
  private static final String PENALTY = "penalty";
  private static final String GRADIENT = "gradient";
  private static final int BATCH = 9;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  /** The regularisers to check; several settings of one regulariser are several subjects. */
  protected abstract List<? extends Regularizer> subjects();

  /** Shapes of the tensors to penalise; a named size stands for a batch. */
  protected List<Shape> shapes() {
    return List.of(
        Shape.of(7),
        Shape.of(17, 3),
        Shape.of(2, 3, 1, 5),
        Shape.of(Dim.named("batch"), Dim.of(8)));
  }

  /** Smallest element of the tensors to penalise. */
  protected double low() {
    return -1;
  }

  /** Largest element of the tensors to penalise. */
  protected double high() {
    return 1;
  }

  @TestFactory
  final Stream<DynamicTest> givesScalars() {
    return each(
        point ->
            assertThat(emit(point.regularizer(), point.shape()).outputs().get(PENALTY))
                .extracting(Value::type)
                .isEqualTo(TensorType.f32(Shape.scalar())));
  }

  @TestFactory
  final Stream<DynamicTest> hasTheGradientOfCentralDifferences() {
    return each(this::checkGradient);
  }

  @TestFactory
  final Stream<DynamicTest> isFiniteAtZero() {
    return each(this::checkZero);
  }

  @TestFactory
  final Stream<DynamicTest> computesTheSameOnEveryEngine() {
    return points()
        .map(
            point ->
                new EngineCase(
                    point.toString(),
                    emit(point.regularizer(), point.shape()),
                    Map.of(TENSOR, tensor(point.shape()))))
        .flatMap(each -> engines().agreeOn(each));
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> checkConfiguration(subject)));
  }

  /** A regulariser on a shape. */
  private record Point(Regularizer regularizer, Shape shape) {
    @Override
    public String toString() {
      return regularizer + " on " + shape;
    }
  }

  private Stream<Point> points() {
    return subjects().stream()
        .flatMap(subject -> shapes().stream().map(shape -> new Point(subject, shape)));
  }

  private Stream<DynamicTest> each(Consumer<Point> check) {
    return points().map(point -> dynamicTest(point.toString(), () -> check.accept(point)));
  }

  private static Function emit(Regularizer regularizer, Shape shape) {
    Ops ops = new Ops();
    Value tensor = ops.input(TENSOR, TensorType.f32(shape));
    Value penalty = regularizer.penalty(ops, tensor);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(PENALTY, penalty);
    outputs.put(GRADIENT, Gradients.of(ops, penalty, List.of(tensor)).getFirst());
    return ops.function(PENALTY, outputs);
  }

  private Tensor tensor(Shape shape) {
    return new Samples(1).floats(bound(shape), low(), high());
  }

  private static Shape bound(Shape shape) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    shape.dims().forEach(dim -> dim.symbols().forEach(name -> sizes.put(name, BATCH)));
    return shape.bind(sizes);
  }

  private void checkGradient(Point point) {
    Map<String, ReferenceTensor> at = Map.of(TENSOR, ReferenceTensor.of(tensor(point.shape())));
    GradientCheck.exact()
        .check(emit(point.regularizer(), point.shape()), PENALTY, Map.of(TENSOR, GRADIENT), at);
  }

  private void checkZero(Point point) {
    Tensor zeros = Tensor.full(bound(point.shape()), 0);
    interpreter
        .run(emit(point.regularizer(), point.shape()), Map.of(TENSOR, ReferenceTensor.of(zeros)))
        .outputs()
        .forEach(
            (name, value) -> {
              for (int i = 0; i < value.size(); i++) {
                assertThat(value.doubleAt(i)).as("element %d of the %s at 0", i, name).isFinite();
              }
            });
  }

  private void checkConfiguration(Regularizer subject) {
    Configurations<Regularizer> configurations =
        new Configurations<>(registry(), Regularizer.class);
    Shape shape = shapes().getFirst();
    String text = emit(subject, shape).toString();
    for (Regularizer copy :
        List.of(configurations.roundTrip(subject), configurations.roundTripAsText(subject))) {
      assertThat(emit(copy, shape).toString())
          .as("what the regulariser emits after a round trip through a configuration")
          .isEqualTo(text);
    }
    configurations.rejectsUnknownKeys(subject);
  }
}
