package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.config.Factory;
import io.concertina.ir.Shape;
import io.concertina.layer.Initializer;
import io.concertina.spi.Plugin;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Scatter;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The initialiser contract must notice each of these defects, in the test that is about it. */
class InitializerContractDefectsTest {

  @Test
  void aNumberTooFew() {
    fails(TooFew.class, "givesAFiniteNumberForEveryElement", "elements");
  }

  @Test
  void aNumberThatIsNotFinite() {
    fails(Infinite.class, "givesAFiniteNumberForEveryElement", "finite");
  }

  @Test
  void randomnessFromElsewhere() {
    fails(OfItsOwn.class, "drawsFromItsGeneratorAlone", "numbers of the same seed");
  }

  @Test
  void anArrayThatIsKept() {
    fails(Keeps.class, "keepsNothingAndChangesNothingOfTheCaller", "after the caller has changed");
  }

  @Test
  void sizesThatAreSorted() {
    fails(Sorts.class, "keepsNothingAndChangesNothingOfTheCaller", "the sizes that it was given");
  }

  @Test
  void aSettingThatIsNotWritten() {
    fails(SettingIsLost.class, "survivesItsConfiguration", "after a round trip");
  }

  /** The contract of one initialiser that no factory knows. */
  abstract static class OfInitializer extends InitializerContract implements Initializer {

    @Override
    protected List<? extends Initializer> subjects() {
      return List.of(this);
    }

    @Override
    protected List<Shape> shapes() {
      return List.of(Shape.of(5, 3));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }

    @Override
    public float[] values(int[] sizes, RandomGenerator random) {
      return new Scatter(1).values(sizes, random);
    }
  }

  static class TooFew extends OfInitializer {
    @Override
    public float[] values(int[] sizes, RandomGenerator random) {
      return new float[sizes[0]];
    }
  }

  static class Infinite extends OfInitializer {
    @Override
    public float[] values(int[] sizes, RandomGenerator random) {
      float[] values = super.values(sizes, random);
      values[2] = Float.POSITIVE_INFINITY;
      return values;
    }
  }

  static class OfItsOwn extends OfInitializer {

    private final java.util.Random other = new java.util.Random(5);

    @Override
    public float[] values(int[] sizes, RandomGenerator random) {
      return super.values(sizes, other);
    }
  }

  static class Keeps extends OfInitializer {

    private final float[] kept = new float[15];

    @Override
    public float[] values(int[] sizes, RandomGenerator random) {
      return kept;
    }
  }

  static class Sorts extends OfInitializer {
    @Override
    public float[] values(int[] sizes, RandomGenerator random) {
      Arrays.sort(sizes);
      return super.values(sizes, random);
    }
  }

  /** Fills with a number. */
  record Fill(double number) implements Initializer {
    @Override
    public float[] values(int[] sizes, RandomGenerator random) {
      float[] values = new float[Shape.of(sizes).size()];
      Arrays.fill(values, (float) number);
      return values;
    }
  }

  /** Knows fills, and forgets with what. */
  record Forgetful() implements Plugin {
    @Override
    public String name() {
      return "forgetful";
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public List<Factory<? extends Initializer>> initializers() {
      return List.of(Factory.of("fill", Fill.class, _ -> new Fill(1), (_, _) -> {}));
    }
  }

  static class SettingIsLost extends InitializerContract {
    @Override
    protected List<? extends Initializer> subjects() {
      return List.of(new Fill(2));
    }

    @Override
    protected Registry registry() {
      return Registry.of(new Forgetful());
    }
  }
}
