package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.model.Epoch;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The listener contract must notice each of these defects, in the test that is about it. */
class ListenerContractDefectsTest {

  @Test
  void aCurveThatHasRoomForOneRun() {
    fails(OneRun.class, "survivesARunAndASecondOne", "a second run");
  }

  @Test
  void aCurveThatBeginsWithTheFirstEpoch() {
    fails(FirstEpoch.class, "survivesAResumedRun", "a run resumed after its first epoch");
  }

  @Test
  void aLossThatMustBeANumber() {
    fails(WholeNumbers.class, "survivesLossesThatAreNoNumbers", "a loss of NaN");
  }

  @Test
  void anEpochThatMustHaveValidationRows() {
    fails(Validated.class, "survivesAnEpochThatSaysNothingButItsLoss", "a loss alone");
  }

  @Test
  void aRunThatIsCancelledForNoReason() {
    fails(Impatient.class, "survivesARunAndASecondOne", "cancelled in a run that goes well");
  }

  @Test
  void aListenerWithoutAFactory() {
    fails(OneRun.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  /** The contract of one listener that no factory knows. */
  abstract static class OfListener extends ListenerContract implements TrainingListener {

    @Override
    protected List<Supplier<? extends TrainingListener>> subjects() {
      return List.of(() -> this);
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class OneRun extends OfListener {
    private final double[] losses = new double[3];
    private int heard;

    @Override
    public void epoch(Epoch epoch) {
      losses[heard++] = epoch.values().get("loss");
    }
  }

  static class FirstEpoch extends OfListener {
    private final List<Double> losses = new ArrayList<>();

    @Override
    public void epoch(Epoch epoch) {
      losses.add(epoch.number() - 1, epoch.values().get("loss"));
    }
  }

  static class WholeNumbers extends OfListener {
    @Override
    public void step(int epoch, long step, double loss) {
      if (Double.isNaN(loss)) {
        throw new IllegalStateException("no number");
      }
    }
  }

  static class Validated extends OfListener {
    private double sum;

    @Override
    public void epoch(Epoch epoch) {
      sum += epoch.values().get("val_loss");
    }
  }

  static class Impatient extends OfListener {
    private int steps;

    @Override
    public void step(int epoch, long step, double loss) {
      steps++;
    }

    @Override
    public boolean cancelled() {
      return steps > 5;
    }
  }
}
