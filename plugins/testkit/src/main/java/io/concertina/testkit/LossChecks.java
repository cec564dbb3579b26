package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.loss.Loss;
import io.concertina.testkit.cases.EngineCase;
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

/** What losses and likelihoods have in common. */
abstract class LossChecks extends ContractOnEngines {

  private static final int[] BATCHES = {1, 2, 5, 17};
  private static final int GRADIENT_ROWS = 3;
  private static final long SEED = 1;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  /** The losses to check. */
  abstract List<? extends MeasureSubject<? extends Loss>> losses();

  @TestFactory
  final Stream<DynamicTest> givesANumberPerElementOrGroup() {
    return each(this::checkShapes);
  }

  @TestFactory
  final Stream<DynamicTest> judgesEachRowByItself() {
    return each(this::checkRows);
  }

  @TestFactory
  final Stream<DynamicTest> hasTheGradientOfCentralDifferences() {
    return each(this::checkGradient);
  }

  @TestFactory
  final Stream<DynamicTest> isFiniteWhereThePredictionIsRight() {
    return each(this::checkRight);
  }

  @TestFactory
  final Stream<DynamicTest> computesTheSameOnEveryEngine() {
    return losses().stream().flatMap(LossChecks::cases).flatMap(each -> engines().agreeOn(each));
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return each(this::checkConfiguration);
  }

  private Stream<DynamicTest> each(Consumer<MeasureSubject<? extends Loss>> check) {
    return losses().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> check.accept(subject)));
  }

  private void checkShapes(MeasureSubject<? extends Loss> subject) {
    LossEmission emission = new LossEmission(subject);
    Shape target = subject.target().type().shape();
    Shape elements = emission.elements().shape();
    assertThat(emission.elements().dtype()).as("element type of the loss").isEqualTo(DType.F32);
    assertThat(elements.rank()).as("axes of the loss %s", elements).isBetween(1, target.rank());
    assertThat(elements)
        .as("shape of the loss, that of the target or of its first axes")
        .isEqualTo(target.slice(0, elements.rank()));
    for (int rows : BATCHES) {
      assertThat(elements(emission.forward(), emission.arguments(rows, SEED)).shape())
          .as("shape of the loss for %d rows", rows)
          .isEqualTo(LayerEmission.bound(elements, rows));
    }
  }

  private void checkRows(MeasureSubject<? extends Loss> subject) {
    LossEmission emission = new LossEmission(subject);
    int rows = BATCHES[BATCHES.length - 1];
    Map<String, Tensor> arguments = emission.arguments(rows, SEED);
    ReferenceTensor together = elements(emission.forward(), arguments);
    int width = together.size() / rows;
    for (int row = 0; row < rows; row++) {
      ReferenceTensor alone = elements(emission.forward(), Rows.of(arguments, row, 1));
      for (int i = 0; i < width; i++) {
        double expected = alone.doubleAt(i);
        assertThat(together.doubleAt(row * width + i))
            .as("element %d of row %d, in a batch against by itself", i, row)
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private void checkGradient(MeasureSubject<? extends Loss> subject) {
    LossEmission emission = new LossEmission(subject);
    GradientCheck.exact()
        .check(
            emission.gradients(),
            LossEmission.SUM,
            Map.of(LossEmission.PREDICTION, LossEmission.GRADIENT),
            Rows.exact(emission.arguments(GRADIENT_ROWS, SEED)));
  }

  private void checkRight(MeasureSubject<? extends Loss> subject) {
    if (!subject.prediction().type().equals(subject.target().type())) {
      return;
    }
    LossEmission emission = new LossEmission(subject);
    Map<String, Tensor> arguments = new LinkedHashMap<>(emission.arguments(GRADIENT_ROWS, SEED));
    Tensor target = Objects.requireNonNull(arguments.get(LossEmission.TARGET));
    arguments.put(LossEmission.PREDICTION, target);
    requireFinite(emission.gradients(), arguments, "where the prediction is right");
  }

  /** Fails if any element of any output is not finite. */
  final void requireFinite(Function function, Map<String, Tensor> arguments, String where) {
    interpreter
        .run(function, Rows.exact(arguments))
        .outputs()
        .forEach(
            (name, value) -> {
              for (int i = 0; i < value.size(); i++) {
                assertThat(value.doubleAt(i)).as("%s[%d] %s", name, i, where).isFinite();
              }
            });
  }

  private static Stream<EngineCase> cases(MeasureSubject<? extends Loss> subject) {
    LossEmission emission = new LossEmission(subject);
    Function function = emission.gradients();
    return IntStream.of(BATCHES)
        .mapToObj(
            rows ->
                new EngineCase(
                    "%s, batch of %d".formatted(subject, rows),
                    function,
                    emission.arguments(rows, SEED)));
  }

  private void checkConfiguration(MeasureSubject<? extends Loss> subject) {
    Configurations<Loss> configurations = new Configurations<>(registry(), Loss.class);
    Loss loss = subject.measure();
    String text = new LossEmission(subject).forward().toString();
    for (Loss copy :
        List.of(configurations.roundTrip(loss), configurations.roundTripAsText(loss))) {
      MeasureSubject<Loss> same =
          new MeasureSubject<>(copy, subject.prediction(), subject.target());
      assertThat(new LossEmission(same).forward().toString())
          .as("what the loss emits after a round trip through a configuration")
          .isEqualTo(text);
    }
    configurations.rejectsUnknownKeys(loss);
  }

  private ReferenceTensor elements(Function function, Map<String, Tensor> arguments) {
    return Objects.requireNonNull(
        interpreter.run(function, Rows.exact(arguments)).outputs().get(LossEmission.ELEMENTS));
  }
}
