package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.metric.Metric;
import io.concertina.testkit.cases.EngineCase;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every metric must do; extend it in a test and name metrics with what they compare.
 *
 * <p>For each: its sums are f32 of fixed shapes, with weights and without; the number is the same
 * however rows are split into batches; weights of 1 change nothing, a weight of 2 counts as twice
 * the row, rows of weight 0 and what stands in missing elements leave no trace; of nothing it is
 * NaN; every engine on the class path computes the sums of the float64 reference; the settings
 * survive a round trip through a configuration.
 *
 * <pre>{@code
 * class CoverageTest extends MetricContract {
 *   @Override
 *   protected List<MeasureSubject<Metric>> subjects() {
 *     return List.of(MeasureSubject.of(new Coverage(0.1), 7));
 *   }
 * }
 * }</pre>
 */
public abstract class MetricContract extends ContractOnEngines {

  private static final int ROWS = 23;
  private static final int SEVERAL = 17;
  private static final int FEW = 5;
  private static final int[] BATCHES = {1, 2, 5, 17};
  private static final long SEED = 1;
  private static final double PRECISION = 1e-12;

  /** The metrics to check; several settings or shapes of one metric are several subjects. */
  protected abstract List<MeasureSubject<Metric>> subjects();

  @TestFactory
  final Stream<DynamicTest> emitsSumsOfFixedShapes() {
    return each(
        subject -> {
          MetricEmission plain = new MetricEmission(subject, false);
          assertThat(plain.sums()).isNotEmpty();
          for (Value sum : plain.sums()) {
            assertThat(sum.dtype()).as("element type of a sum").isEqualTo(DType.F32);
            assertThat(sum.shape().isFixed()).as("fixed sizes of a sum %s", sum.shape()).isTrue();
          }
          assertThat(shapes(new MetricEmission(subject, true)))
              .as("shapes of the sums with weights")
              .isEqualTo(shapes(plain));
        });
  }

  private static List<Shape> shapes(MetricEmission emission) {
    return emission.sums().stream().map(Value::shape).toList();
  }

  @TestFactory
  final Stream<DynamicTest> isTheSameHoweverRowsAreSplit() {
    return each(
        subject -> {
          MetricEmission metric = new MetricEmission(subject, false);
          Map<String, Tensor> rows = metric.arguments(ROWS, SEED);
          double whole = metric.value(List.of(rows));
          assertThat(whole).as("the number of all rows").isFinite();
          requireEqual(
              "the number of the rows in three batches",
              metric.value(
                  List.of(
                      Rows.of(rows, 0, 1),
                      Rows.of(rows, 1, SEVERAL),
                      Rows.of(rows, 1 + SEVERAL, FEW))),
              whole);
        });
  }

  @TestFactory
  final Stream<DynamicTest> weightsOfOneChangeNothing() {
    return each(
        subject -> {
          MetricEmission plain = new MetricEmission(subject, false);
          MetricEmission weighted = new MetricEmission(subject, true);
          Map<String, Tensor> rows = plain.arguments(ROWS, SEED);
          double[] ones = IntStream.range(0, ROWS).mapToDouble(_ -> 1).toArray();
          requireEqual(
              "the number with weights of 1",
              weighted.value(List.of(weighted.weighted(rows, ones))),
              plain.value(List.of(rows)));
        });
  }

  @TestFactory
  final Stream<DynamicTest> countsARowAsOftenAsItsWeightSays() {
    return each(
        subject -> {
          MetricEmission plain = new MetricEmission(subject, false);
          MetricEmission weighted = new MetricEmission(subject, true);
          Map<String, Tensor> rows = plain.arguments(ROWS, SEED);
          double[] weights =
              IntStream.range(0, ROWS).mapToDouble(i -> i < SEVERAL ? 2 : 1).toArray();
          requireEqual(
              "the number with weights of 2 and 1",
              weighted.value(List.of(weighted.weighted(rows, weights))),
              plain.value(List.of(rows, Rows.of(rows, 0, SEVERAL))));
        });
  }

  @TestFactory
  final Stream<DynamicTest> rowsOfWeightZeroLeaveNoTrace() {
    return each(
        subject -> {
          MetricEmission plain = new MetricEmission(subject, false);
          MetricEmission weighted = new MetricEmission(subject, true);
          Map<String, Tensor> rows = plain.arguments(ROWS, SEED);
          double[] weights =
              IntStream.range(0, ROWS).mapToDouble(i -> i < SEVERAL ? 1 : 0).toArray();
          requireEqual(
              "the number with weights of 0",
              weighted.value(List.of(weighted.weighted(rows, weights))),
              plain.value(List.of(Rows.of(rows, 0, SEVERAL))));
        });
  }

  @TestFactory
  final Stream<DynamicTest> missingElementsLeaveNoTrace() {
    return each(
        subject -> {
          MetricEmission metric = new MetricEmission(subject, true);
          Map<String, Tensor> rows = metric.withHoles(ROWS, SEED);
          requireEqual(
              "the number with something else in missing elements",
              metric.value(List.of(metric.refilled(rows, SEED + 1))),
              metric.value(List.of(rows)));
        });
  }

  @TestFactory
  final Stream<DynamicTest> ofNothingIsNotANumber() {
    return each(
        subject -> {
          List<double[]> zeros =
              new MetricEmission(subject, false)
                  .sums().stream().map(sum -> new double[sum.shape().size()]).toList();
          assertThat(subject.measure().value(zeros)).as("the number of no rows").isNaN();
        });
  }

  @TestFactory
  final Stream<DynamicTest> computesTheSameOnEveryEngine() {
    return subjects().stream()
        .flatMap(MetricContract::cases)
        .flatMap(each -> engines().agreeOn(each));
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return each(this::checkConfiguration);
  }

  private Stream<DynamicTest> each(Consumer<MeasureSubject<Metric>> check) {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> check.accept(subject)));
  }

  private static void requireEqual(String what, double actual, double expected) {
    assertThat(actual)
        .as(what)
        .isCloseTo(expected, within(PRECISION * Math.max(1, Math.abs(expected))));
  }

  private static Stream<EngineCase> cases(MeasureSubject<Metric> subject) {
    Function plain = new MetricEmission(subject, false).function();
    MetricEmission weighted = new MetricEmission(subject, true);
    return Stream.concat(
        IntStream.of(BATCHES)
            .mapToObj(
                rows ->
                    new EngineCase(
                        "%s, batch of %d".formatted(subject, rows),
                        plain,
                        weighted.arguments(rows, SEED))),
        Stream.of(
            new EngineCase(
                subject + " with missing elements",
                weighted.function(),
                weighted.withHoles(ROWS, SEED))));
  }

  private void checkConfiguration(MeasureSubject<Metric> subject) {
    Configurations<Metric> configurations = new Configurations<>(registry(), Metric.class);
    Metric metric = subject.measure();
    String text = new MetricEmission(subject, true).function().toString();
    for (Metric copy :
        List.of(configurations.roundTrip(metric), configurations.roundTripAsText(metric))) {
      MeasureSubject<Metric> same =
          new MeasureSubject<>(copy, subject.prediction(), subject.target());
      assertThat(new MetricEmission(same, true).function().toString())
          .as("what the metric emits after a round trip through a configuration")
          .isEqualTo(text);
    }
    configurations.rejectsUnknownKeys(metric);
  }
}
