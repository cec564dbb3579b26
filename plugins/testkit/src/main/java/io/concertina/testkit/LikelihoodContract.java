package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.cases.Samples;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every likelihood must do; extend it in a test and name likelihoods.
 *
 * <p>For each, all that {@link LossContract} asks of a loss, and: the reconstruction has the
 * sample's shape; e to the power of the negative loss is a probability, which adds up to 1 over all
 * values; the reconstruction is the mean, unless the subject says otherwise; loss, gradient and
 * reconstruction are finite at parameters of ±1000, on the reference and on every engine.
 *
 * <pre>{@code
 * class LogisticTest extends LikelihoodContract {
 *   @Override
 *   protected List<Subject> subjects() {
 *     return List.of(Subject.of(new Logistic(), Support.REALS, 7));
 *   }
 * }
 * }</pre>
 */
public abstract class LikelihoodContract extends LossChecks {

  private static final String RECONSTRUCTION = "reconstruction";

  /** What the rule of integration and constants of 32 bits leave. */
  private static final double PRECISION = 1e-5;

  private static final double EXTREME = 1000;
  private static final int ROWS = 4;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  /**
   * A likelihood to check.
   *
   * @param likelihood the likelihood
   * @param support where it has its values
   * @param sample shape of one sample of them
   * @param reconstructsMean whether the reconstruction is the distribution's mean
   */
  public record Subject(
      Likelihood likelihood, Support support, Shape sample, boolean reconstructsMean) {

    /** A likelihood that reconstructs the mean. */
    public static Subject of(Likelihood likelihood, Support support, int... sample) {
      return new Subject(likelihood, support, Shape.of(sample), true);
    }

    /** With a reconstruction that is not the mean. */
    public Subject reconstructingOtherwise() {
      return new Subject(likelihood, support, sample, false);
    }

    private Shape parameters() {
      return likelihood.parameters(sample);
    }

    private MeasureSubject<Likelihood> loss() {
      return new MeasureSubject<>(likelihood, Cells.of(parameters()), support.cells(sample));
    }

    /** Likelihood and sample shape. */
    @Override
    public String toString() {
      return likelihood + " of " + sample;
    }
  }

  /** The likelihoods to check; several settings of one likelihood are several subjects. */
  protected abstract List<Subject> subjects();

  @Override
  final List<MeasureSubject<Likelihood>> losses() {
    return subjects().stream().map(Subject::loss).toList();
  }

  @TestFactory
  final Stream<DynamicTest> reconstructsTheSamplesShape() {
    return each(
        subject -> {
          Function function = reconstruction(subject.likelihood(), subject.sample());
          assertThat(function.outputs().get(RECONSTRUCTION))
              .extracting(Value::type)
              .isEqualTo(TensorType.f32(subject.sample().prepend(LayerEmission.BATCH)));
        });
  }

  @TestFactory
  final Stream<DynamicTest> isTheLogarithmOfAProbability() {
    return eachPoint(
        point -> {
          double total = 0;
          for (double share : point.shares()) {
            total += share;
          }
          assertThat(total).as("probability of all values").isCloseTo(1, within(PRECISION));
        });
  }

  @TestFactory
  final Stream<DynamicTest> reconstructsTheMean() {
    return eachPoint(
        point -> {
          if (point.subject().reconstructsMean()) {
            checkMean(point);
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> isFiniteAtExtremes() {
    return each(
        subject ->
            extremes(subject)
                .forEach(
                    arguments -> {
                      String where = "at extreme parameters";
                      requireFinite(new LossEmission(subject.loss()).gradients(), arguments, where);
                      requireFinite(
                          reconstruction(subject.likelihood(), subject.sample()), arguments, where);
                    }));
  }

  @TestFactory
  final Stream<DynamicTest> computesTheSameAtExtremesOnEveryEngine() {
    return subjects().stream()
        .flatMap(
            subject ->
                extremes(subject)
                    .map(
                        arguments ->
                            new EngineCase(
                                subject + " at extremes",
                                new LossEmission(subject.loss()).gradients(),
                                arguments)))
        .flatMap(each -> engines().agreeOn(each));
  }

  private Stream<DynamicTest> each(Consumer<Subject> check) {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> check.accept(subject)));
  }

  private Stream<DynamicTest> eachPoint(Consumer<Point> check) {
    return subjects().stream()
        .flatMap(
            subject ->
                LongStream.rangeClosed(1, ROWS)
                    .mapToObj(
                        seed ->
                            dynamicTest(
                                subject + ", parameters " + seed,
                                () -> check.accept(point(subject, seed)))));
  }

  /**
   * A distribution on its grid.
   *
   * @param reconstruction elements of what it reconstructs
   * @param values elements of each value
   * @param shares probability times weight of each value
   */
  private record Point(
      Subject subject, double[] reconstruction, double[] values, double[] shares) {}

  private Point point(Subject subject, long seed) {
    Likelihood likelihood = subject.likelihood();
    Shape part = subject.support().part(subject.sample());
    Shape shape = likelihood.parameters(part);
    Tensor row = new Samples(seed).floats(shape.prepend(Dim.of(1)), -1, 1);
    ReferenceTensor reconstruction =
        run(
                reconstruction(likelihood, part),
                Map.of(LossEmission.PREDICTION, ReferenceTensor.of(row)))
            .get(RECONSTRUCTION);
    double[] centre = Objects.requireNonNull(reconstruction).toDoubles();
    Support.Grid grid = subject.support().grid(part, centre[0]);
    int count = grid.weights().length;
    double[] parameters = new double[count * row.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = row.floatAt(i % row.size());
    }
    Map<String, ReferenceTensor> arguments =
        Map.of(
            LossEmission.PREDICTION,
            ReferenceTensor.of(shape.prepend(Dim.of(count)), parameters),
            LossEmission.TARGET,
            grid.targets());
    MeasureSubject<Likelihood> loss =
        new MeasureSubject<>(likelihood, Cells.of(shape), Cells.of(part));
    double[] losses =
        Objects.requireNonNull(
                run(new LossEmission(loss).forward(), arguments).get(LossEmission.ELEMENTS))
            .toDoubles();
    double[] shares = grid.weights().clone();
    for (int i = 0; i < count; i++) {
      shares[i] *= Math.exp(-losses[i]);
    }
    return new Point(subject, centre, grid.targets().toDoubles(), shares);
  }

  private static void checkMean(Point point) {
    int width = point.reconstruction().length;
    for (int element = 0; element < width; element++) {
      double mean = 0;
      for (int i = 0; i < point.shares().length; i++) {
        mean += point.shares()[i] * point.values()[i * width + element];
      }
      assertThat(point.reconstruction()[element])
          .as("element %d of the reconstruction, against the mean", element)
          .isCloseTo(mean, within(PRECISION * Math.max(1, Math.abs(mean))));
    }
  }

  private static Function reconstruction(Likelihood likelihood, Shape sample) {
    Ops ops = new Ops();
    Shape parameters = likelihood.parameters(sample).prepend(LayerEmission.BATCH);
    Value given = ops.input(LossEmission.PREDICTION, TensorType.f32(parameters));
    return ops.function(
        RECONSTRUCTION, Map.of(RECONSTRUCTION, likelihood.reconstruction(ops, given)));
  }

  /** All parameters very small, all very large, and both in turns. */
  private static Stream<Map<String, Tensor>> extremes(Subject subject) {
    return Stream.of(new double[] {-1, -1}, new double[] {1, 1}, new double[] {1, -1, -1})
        .map(
            signs -> {
              LossEmission emission = new LossEmission(subject.loss());
              Map<String, Tensor> arguments = new LinkedHashMap<>(emission.arguments(ROWS, 1));
              Shape shape = subject.parameters().prepend(Dim.of(ROWS));
              float[] elements = new float[shape.size()];
              for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) (EXTREME * signs[i % signs.length]);
              }
              arguments.put(LossEmission.PREDICTION, Tensor.of(shape, elements));
              return arguments;
            });
  }

  private Map<String, ReferenceTensor> run(
      Function function, Map<String, ReferenceTensor> arguments) {
    return interpreter.run(function, arguments).outputs();
  }
}
