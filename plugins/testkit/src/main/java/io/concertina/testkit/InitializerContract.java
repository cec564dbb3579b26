package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.Shape;
import io.concertina.layer.Initializer;
import io.concertina.layer.KeyedRandom;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every initialiser must do; extend it in a test and name initialisers.
 *
 * <p>For each, on variables of several shapes: it gives as many finite numbers as there are
 * elements; all its randomness comes from the generator that it is given, so the same seed gives
 * the same numbers, and another seed others if it draws at all; what it gave and what it was given
 * stay the caller's own; the settings survive a round trip through a configuration.
 *
 * <pre>{@code
 * class SparseNormalTest extends InitializerContract {
 *   @Override
 *   protected List<Initializer> subjects() {
 *     return List.of(new SparseNormal(0.1), new SparseNormal(1));
 *   }
 * }
 * }</pre>
 */
public abstract class InitializerContract {

  private static final long SEED = 1;

  /** The initialisers to check; several settings of one initialiser are several subjects. */
  protected abstract List<? extends Initializer> subjects();

  /** Shapes of the variables to fill. */
  protected List<Shape> shapes() {
    return List.of(Shape.of(7), Shape.of(17, 3), Shape.of(3, 17), Shape.of(3, 2, 5, 4));
  }

  /** Knows the factories; by default all plugins on the class path. */
  protected Registry registry() {
    return Registry.load(getClass().getClassLoader());
  }

  @TestFactory
  final Stream<DynamicTest> givesAFiniteNumberForEveryElement() {
    return each(
        point -> {
          float[] values = point.values(SEED);
          assertThat(values).as("elements").hasSize(point.shape().size());
          for (float value : values) {
            assertThat(value).isFinite();
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> drawsFromItsGeneratorAlone() {
    return each(
        point -> {
          Counting random = new Counting(KeyedRandom.of(SEED, "testkit"));
          float[] values = point.initializer().values(point.shape().sizes(), random);
          assertThat(point.values(SEED)).as("numbers of the same seed").isEqualTo(values);
          if (random.draws > 0) {
            assertThat(point.values(SEED + 1)).as("numbers of another seed").isNotEqualTo(values);
          } else {
            assertThat(point.values(SEED + 1)).as("numbers without a draw").isEqualTo(values);
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> keepsNothingAndChangesNothingOfTheCaller() {
    return each(
        point -> {
          int[] sizes = point.shape().sizes();
          float[] first = point.initializer().values(sizes, KeyedRandom.of(SEED, "testkit"));
          assertThat(sizes).as("the sizes that it was given").isEqualTo(point.shape().sizes());
          float[] kept = first.clone();
          Arrays.fill(first, Float.NaN);
          assertThat(point.values(SEED))
              .as("numbers after the caller has changed the first ones")
              .isEqualTo(kept);
        });
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> checkConfiguration(subject)));
  }

  /** An initialiser on a shape. */
  private record Point(Initializer initializer, Shape shape) {

    float[] values(long seed) {
      return initializer.values(shape.sizes(), KeyedRandom.of(seed, "testkit"));
    }

    @Override
    public String toString() {
      return initializer + " on " + shape;
    }
  }

  /** Tells whether anything was drawn. */
  private static final class Counting implements RandomGenerator {

    private final RandomGenerator random;
    private int draws;

    Counting(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public long nextLong() {
      draws++;
      return random.nextLong();
    }

    @Override
    public double nextGaussian() {
      draws++;
      return random.nextGaussian();
    }
  }

  private Stream<DynamicTest> each(Consumer<Point> check) {
    return subjects().stream()
        .flatMap(subject -> shapes().stream().map(shape -> new Point(subject, shape)))
        .map(point -> dynamicTest(point.toString(), () -> check.accept(point)));
  }

  private void checkConfiguration(Initializer subject) {
    Configurations<Initializer> configurations =
        new Configurations<>(registry(), Initializer.class);
    for (Initializer copy :
        List.of(configurations.roundTrip(subject), configurations.roundTripAsText(subject))) {
      for (Shape shape : shapes()) {
        assertThat(new Point(copy, shape).values(SEED))
            .as("numbers after a round trip through a configuration")
            .isEqualTo(new Point(subject, shape).values(SEED));
      }
      assertThat(copy.keepsZeros()).isEqualTo(subject.keepsZeros());
    }
    configurations.rejectsUnknownKeys(subject);
  }
}
