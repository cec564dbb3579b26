package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.layer.Layer;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.EmittedModel;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every layer must do; extend it in a test and name layers with sample shapes.
 *
 * <p>For each: the inferred shape is the actual one at several batch sizes; every engine on the
 * class path computes what the float64 reference computes, in training, in inference and in the
 * gradients; the gradients by the input and by every weight are those of central differences; the
 * settings survive a round trip through a configuration; randomness comes from the key alone; in
 * inference each sample is mapped by itself; a layer of several inputs reads each of them; a layer
 * that says that it follows streams gives for steps, one by one, what it gives for the whole
 * sequence.
 *
 * <pre>{@code
 * class ScaleTest extends LayerContract {
 *   @Override
 *   protected List<LayerSubject> subjects() {
 *     return List.of(LayerSubject.of(new Scale(2), 7), LayerSubject.of(new Scale(-1), 3, 5));
 *   }
 * }
 * }</pre>
 */
public abstract class LayerContract extends ContractOnEngines {

  private static final int[] BATCHES = {1, 2, 5, 17};
  private static final int GRADIENT_BATCH = 3;
  private static final int MANY = 64;
  private static final long SEED = 1;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  /** The layers to check; several settings of one layer are several subjects. */
  protected abstract List<LayerSubject> subjects();

  @TestFactory
  final Stream<DynamicTest> infersTheShapeThatItHas() {
    return each(this::checkShapes);
  }

  @TestFactory
  final Stream<DynamicTest> computesTheSameOnEveryEngine() {
    return subjects().stream()
        .flatMap(subject -> Stream.concat(forwardCases(subject), gradientCases(subject)))
        .flatMap(each -> engines().agreeOn(each));
  }

  @TestFactory
  final Stream<DynamicTest> hasTheGradientsOfCentralDifferences() {
    return each(this::checkGradients);
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return each(this::checkConfiguration);
  }

  @TestFactory
  final Stream<DynamicTest> drawsRandomnessFromItsKeyAlone() {
    return each(this::checkRandomness);
  }

  @TestFactory
  final Stream<DynamicTest> mapsEachSampleByItselfInInference() {
    return each(this::checkInference);
  }

  @TestFactory
  final Stream<DynamicTest> declaresTheSameVariablesInEveryMode() {
    return each(this::checkVariables);
  }

  @TestFactory
  final Stream<DynamicTest> followsAStreamStepByStepIfItSaysSo() {
    return subjects().stream()
        .filter(subject -> new StreamCheck(subject).applies())
        .map(
            subject -> dynamicTest(subject.toString(), () -> new StreamCheck(subject).check(SEED)));
  }

  @TestFactory
  final Stream<DynamicTest> readsEachOfItsInputs() {
    return subjects().stream()
        .filter(subject -> !subject.inputs().isEmpty())
        .map(subject -> dynamicTest(subject.toString(), () -> checkInputs(subject)));
  }

  private Stream<DynamicTest> each(Consumer<LayerSubject> check) {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> check.accept(subject)));
  }

  private void checkShapes(LayerSubject subject) {
    for (Mode mode : Mode.values()) {
      LayerEmission emission = new LayerEmission(subject, mode);
      Shape inferred = emission.y().shape();
      assertThat(emission.y().dtype()).as("element type of the output").isEqualTo(DType.F32);
      assertThat(inferred.rank()).as("rank of the output %s", inferred).isPositive();
      assertThat(inferred.dim(0)).as("first axis of the output").isEqualTo(LayerEmission.BATCH);
      for (int batch : BATCHES) {
        assertThat(output(emission.forward(), emission.arguments(batch, SEED)).shape())
            .as("shape of the output for %d samples", batch)
            .isEqualTo(LayerEmission.bound(inferred, batch));
      }
    }
  }

  private static Stream<EngineCase> forwardCases(LayerSubject subject) {
    return Stream.of(Mode.values())
        .map(mode -> new LayerEmission(subject, mode))
        .flatMap(
            emission ->
                IntStream.of(BATCHES)
                    .mapToObj(
                        batch ->
                            new EngineCase(
                                "%s in %s, batch of %d".formatted(subject, emission.mode(), batch),
                                emission.forward(),
                                emission.arguments(batch, SEED))));
  }

  private static Stream<EngineCase> gradientCases(LayerSubject subject) {
    LayerEmission emission = new LayerEmission(subject, Mode.TRAIN);
    Function function = emission.gradients();
    return IntStream.of(1, GRADIENT_BATCH)
        .mapToObj(
            batch ->
                new EngineCase(
                    "gradients of %s, batch of %d".formatted(subject, batch),
                    function,
                    emission.gradientArguments(batch, SEED)));
  }

  private void checkGradients(LayerSubject subject) {
    LayerEmission emission = new LayerEmission(subject, Mode.TRAIN);
    Function function = emission.gradients();
    Map<String, String> gradients = new LinkedHashMap<>();
    gradients.put(LayerEmission.X, LayerEmission.gradient(LayerEmission.X));
    for (Variable variable : emission.variables()) {
      if (variable.role() == Role.WEIGHT) {
        gradients.put(variable.name(), LayerEmission.gradient(variable.name()));
      }
    }
    GradientCheck check =
        subject.holdsStopGradients() ? GradientCheck.holdingStopGradients() : GradientCheck.exact();
    check.check(
        function,
        LayerEmission.LOSS,
        gradients,
        reference(emission.gradientArguments(GRADIENT_BATCH, SEED)));
  }

  private void checkConfiguration(LayerSubject subject) {
    Configurations<Layer> configurations = new Configurations<>(registry(), Layer.class);
    Layer layer = subject.layer();
    List<Layer> copies =
        List.of(configurations.roundTrip(layer), configurations.roundTripAsText(layer));
    for (Mode mode : Mode.values()) {
      String text = new LayerEmission(subject, mode).forward().toString();
      for (Layer copy : copies) {
        assertThat(new LayerEmission(subject.with(copy), mode).forward().toString())
            .as("what the layer emits after a round trip through a configuration")
            .isEqualTo(text);
      }
    }
    configurations.rejectsUnknownKeys(layer);
  }

  private void checkRandomness(LayerSubject subject) {
    LayerEmission emission = new LayerEmission(subject, Mode.TRAIN);
    Function function = emission.forward();
    Map<String, Tensor> arguments = new LinkedHashMap<>(emission.arguments(MANY, SEED));
    Map<String, ReferenceTensor> first = outputs(function, arguments);
    assertThat(outputs(function, arguments))
        .as("output and penalties of the same key")
        .isEqualTo(first);
    if (emission.isRandom()) {
      arguments.put(LayerEmission.KEY, Threefry.key(SEED + 1));
      assertThat(outputs(function, arguments))
          .as("output and penalties of another key")
          .isNotEqualTo(first);
    }
  }

  private void checkInference(LayerSubject subject) {
    LayerEmission emission = new LayerEmission(subject, Mode.INFER);
    Function function = emission.forward();
    assertThat(emission.isRandom()).as("the layer asks for randomness in inference").isFalse();
    assertThat(function.updates()).as("updates in inference").isEmpty();
    int batch = BATCHES[BATCHES.length - 1];
    Map<String, Tensor> arguments = emission.arguments(batch, SEED);
    ReferenceTensor together = output(function, arguments);
    int width = together.size() / batch;
    for (int row = 0; row < batch; row++) {
      ReferenceTensor alone = output(function, emission.row(arguments, row));
      for (int i = 0; i < width; i++) {
        double expected = alone.doubleAt(i);
        assertThat(together.doubleAt(row * width + i))
            .as("element %d of sample %d, in a batch against by itself", i, row)
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private void checkInputs(LayerSubject subject) {
    LayerEmission emission = new LayerEmission(subject, Mode.INFER);
    Set<Node> needed = EmittedModel.needed(List.of(emission.y()));
    for (int i = 1; i <= subject.inputs().size(); i++) {
      assertThat(needed)
          .as("the values that the output is computed from, input %d among them", i)
          .contains(emission.input(i).node());
    }
  }

  private void checkVariables(LayerSubject subject) {
    LayerEmission training = new LayerEmission(subject, Mode.TRAIN);
    assertThat(signatures(new LayerEmission(subject, Mode.INFER)))
        .as("variables in inference")
        .isEqualTo(signatures(training));
    assertThat(new LayerEmission(subject, Mode.TRAIN).forward().toString())
        .as("what the layer emits the second time")
        .isEqualTo(training.forward().toString());
    for (Variable variable : training.variables()) {
      Tensor initial = LayerEmission.initial(variable, SEED);
      assertThat(initial.toFloats())
          .as("initial value of %s", variable.name())
          .isEqualTo(LayerEmission.initial(variable, SEED).toFloats())
          .satisfies(
              elements -> {
                for (float element : elements) {
                  assertThat(element).isFinite();
                }
              });
    }
  }

  private static List<String> signatures(LayerEmission emission) {
    return emission.variables().stream()
        .map(variable -> variable.name() + ": " + variable.role() + " " + variable.shape())
        .toList();
  }

  private ReferenceTensor output(Function function, Map<String, Tensor> arguments) {
    return Objects.requireNonNull(
        outputs(function, arguments).get(LayerEmission.Y), LayerEmission.Y);
  }

  private Map<String, ReferenceTensor> outputs(Function function, Map<String, Tensor> arguments) {
    return interpreter.run(function, reference(arguments)).outputs();
  }

  private static Map<String, ReferenceTensor> reference(Map<String, Tensor> arguments) {
    Map<String, ReferenceTensor> converted = new LinkedHashMap<>();
    arguments.forEach((name, value) -> converted.put(name, ReferenceTensor.of(value)));
    return converted;
  }
}
