package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ConfigurationException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Masks;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningState;
import io.concertina.prune.PruningTime;
import io.concertina.prune.WeightGradient;
import io.concertina.spi.Registry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every pruner must do; extend it in a test and name pruners.
 *
 * <p>For each, through all the decisions of a run on kernels of several sizes: the last masks have
 * the sparsity that was promised, to within one group of weights; what is gone stays gone, unless
 * the pruner regrows; the same state gives the same masks; only targets are masked; a setting that
 * is unknown and a schedule that the run is too short for are errors; the settings survive a round
 * trip through a configuration.
 *
 * <pre>{@code
 * class OneShotTest extends PrunerContract {
 *   @Override
 *   protected List<Subject> subjects() {
 *     return List.of(new Subject(new OneShot(0.9), 0.9, 1));
 *   }
 * }
 * }</pre>
 */
public abstract class PrunerContract {

  private static final long STEPS = 40;
  private static final long PER_EPOCH = 10;
  private static final long SEED = 7;

  /** Sizes that no block divides, one that every block does, and one smaller than any block. */
  private static final List<Shape> SHAPES =
      List.of(Shape.of(17, 31), Shape.of(64, 64), Shape.of(3, 5), Shape.of(2, 3, 9));

  /**
   * A pruner and what it promises.
   *
   * @param pruner whose schedule ends within 4 epochs of 10 steps
   * @param sparsity share of the targets' elements that is masked in the end
   * @param group elements that go as one, at the most
   * @param regrows whether elements may come back
   */
  public record Subject(Pruner pruner, double sparsity, int group, boolean regrows) {

    /** A pruner that only takes away. */
    public Subject(Pruner pruner, double sparsity, int group) {
      this(pruner, sparsity, group, false);
    }
  }

  /** The pruners to check; several settings of one pruner are several subjects. */
  protected abstract List<Subject> subjects();

  /** A pruner whose schedule needs more than 4 epochs of 10 steps. */
  protected abstract Pruner tooLong();

  /** Knows the factories; by default all plugins on the class path. */
  protected Registry registry() {
    return Registry.load(getClass().getClassLoader());
  }

  private static List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < SHAPES.size(); i++) {
      String layer = "encoder/dense_" + (i + 1);
      Shape shape = SHAPES.get(i);
      variables.add(variable(layer + "/kernel", Role.WEIGHT, shape));
      variables.add(variable(layer + "/bias", Role.WEIGHT, Shape.of(shape.last().size())));
      variables.add(variable(layer + "/mean", Role.STATE, Shape.of(2, 2)));
    }
    return variables;
  }

  private static Variable variable(String name, Role role, Shape shape) {
    return new Variable(name, role, shape, (sizes, _) -> new float[Shape.of(sizes).size()]);
  }

  @TestFactory
  final Stream<DynamicTest> reachesItsSparsityToWithinAGroupOfEachLayer() {
    return each(
        (subject, run) -> {
          long elements = 0;
          long masked = 0;
          for (Tensor mask : run.getLast().values()) {
            elements += mask.size();
            masked += mask.size() - count(mask);
          }
          assertThat((double) masked)
              .isCloseTo(
                  subject.sparsity() * elements,
                  within((double) subject.group() * run.getLast().size()));
        });
  }

  @TestFactory
  final Stream<DynamicTest> bringsNothingBackUnlessItRegrows() {
    return each(
        (subject, run) -> {
          boolean back = false;
          for (int i = 1; i < run.size(); i++) {
            for (Map.Entry<String, Tensor> mask : run.get(i).entrySet()) {
              back |= exceeds(mask.getValue(), get(run.get(i - 1), mask.getKey()));
            }
          }
          assertThat(back).isEqualTo(subject.regrows());
        });
  }

  @TestFactory
  final Stream<DynamicTest> theSameStatesGiveTheSameMasks() {
    return each((subject, run) -> assertThat(run(subject.pruner())).isEqualTo(run));
  }

  @TestFactory
  final Stream<DynamicTest> masksEveryTargetAndNothingElse() {
    return each(
        (subject, run) -> {
          List<String> targets = subject.pruner().targets(variables());
          assertThat(targets).isNotEmpty().isSubsetOf(trained());
          for (Map<String, Tensor> masks : run) {
            assertThat(masks.keySet()).containsExactlyInAnyOrderElementsOf(targets);
            masks.forEach(
                (name, mask) ->
                    assertThat(mask.type()).isEqualTo(new TensorType(DType.BOOL, shape(name))));
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> survivesARoundTripThroughAConfiguration() {
    Configurations<Pruner> configurations = new Configurations<>(registry(), Pruner.class);
    return each(
        (subject, _) -> {
          assertThat(configurations.roundTrip(subject.pruner())).isEqualTo(subject.pruner());
          assertThat(configurations.roundTripAsText(subject.pruner())).isEqualTo(subject.pruner());
          configurations.rejectsUnknownKeys(subject.pruner());
        });
  }

  @TestFactory
  final Stream<DynamicTest> saysBeforeTheFirstStepThatARunIsTooShort() {
    return Stream.of(
        dynamicTest(
            tooLong().toString(),
            () ->
                assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> tooLong().due(new PruningTime(0, STEPS, PER_EPOCH)))
                    .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1))));
  }

  private Stream<DynamicTest> each(BiConsumer<Subject, List<Map<String, Tensor>>> check) {
    return subjects().stream()
        .map(
            subject ->
                dynamicTest(
                    subject.pruner().toString(),
                    () -> check.accept(subject, run(subject.pruner()))));
  }

  /** The masks after every decision of a run in which free weights move at random. */
  private static List<Map<String, Tensor>> run(Pruner pruner) {
    List<String> targets = pruner.targets(variables());
    KeyedRandom random = KeyedRandom.of(SEED, "run");
    Map<String, Tensor> masks = new LinkedHashMap<>();
    for (String name : targets) {
      int[] bits = new int[shape(name).size()];
      Arrays.fill(bits, 1);
      masks.put(name, Tensor.ofBooleans(shape(name), bits));
    }
    List<Map<String, Tensor>> run = new ArrayList<>();
    for (long done = 0; done < STEPS; done++) {
      PruningTime time = new PruningTime(done, STEPS, PER_EPOCH);
      if (pruner.due(time)) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Map<String, WeightGradient> gradients = new LinkedHashMap<>();
        for (String name : targets) {
          weights.put(name, Masks.apply(get(masks, name), draw(random, shape(name)), 0));
          gradients.put(name, gradient(random, shape(name)));
        }
        masks = pruner.masks(new PruningState(time, SEED, weights, masks, gradients));
        run.add(masks);
      }
    }
    assertThat(run).as("decisions").isNotEmpty();
    return run;
  }

  private static Tensor get(Map<String, Tensor> masks, String name) {
    return Objects.requireNonNull(masks.get(name), name);
  }

  private static Tensor draw(KeyedRandom random, Shape shape) {
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return Tensor.view(shape, elements);
  }

  private static WeightGradient gradient(KeyedRandom random, Shape shape) {
    Tensor mean = draw(random, shape);
    float[] magnitude = mean.toFloats();
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = Math.abs(magnitude[i]) + random.nextFloat();
    }
    return new WeightGradient(mean, Tensor.view(shape, magnitude));
  }

  private static List<String> trained() {
    return variables().stream()
        .filter(variable -> variable.role() == Role.WEIGHT)
        .map(Variable::name)
        .toList();
  }

  private static Shape shape(String name) {
    return variables().stream()
        .filter(variable -> variable.name().equals(name))
        .findFirst()
        .orElseThrow()
        .shape();
  }

  private static long count(Tensor mask) {
    return Arrays.stream(mask.toInts()).sum();
  }

  private static boolean exceeds(Tensor mask, Tensor other) {
    for (int i = 0; i < mask.size(); i++) {
      if (mask.intAt(i) > other.intAt(i)) {
        return true;
      }
    }
    return false;
  }
}
