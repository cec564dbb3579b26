package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingListener;
import io.concertina.train.WatchedRows;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every listener must do; extend it in a test and name listeners.
 *
 * <p>For each: it survives a run, a second one after it, a resumed one, one that ends before its
 * first epoch, losses that are no numbers, and epochs with values that it does not know; it does
 * not cancel a run that goes well; it bears the rows that it asks for, also among others; where it
 * has a factory, the settings survive a round trip through a configuration.
 *
 * <pre>{@code
 * class CurveTest extends ListenerContract {
 *   @Override
 *   protected List<Supplier<TrainingListener>> subjects() {
 *     return List.of(() -> new Curve(folder));
 *   }
 * }
 * }</pre>
 */
public abstract class ListenerContract {

  private static final int EPOCHS = 3;
  private static final long STEPS = 4;

  /** Makes the listeners to check; every test has a new one. */
  protected abstract List<Supplier<? extends TrainingListener>> subjects();

  /** False if the listeners come from no factory. */
  protected boolean configurable() {
    return true;
  }

  /** Knows the factories; by default all plugins on the class path. */
  protected Registry registry() {
    return Registry.load(getClass().getClassLoader());
  }

  private Stream<DynamicTest> each(Consumer<TrainingListener> check) {
    return subjects().stream()
        .map(
            subject -> {
              TrainingListener listener = subject.get();
              return dynamicTest(listener.getClass().getSimpleName(), () -> check.accept(listener));
            });
  }

  private static void run(TrainingListener listener, int done, double loss) {
    listener.started(EPOCHS, STEPS, done);
    for (int epoch = done + 1; epoch <= EPOCHS; epoch++) {
      for (long step = 1; step <= STEPS; step++) {
        listener.step(epoch, step, loss / step);
        assertThat(listener.cancelled())
            .as("cancelled in a run that goes well, after step %d of epoch %d", step, epoch)
            .isFalse();
      }
      listener.epoch(epoch(epoch, loss));
    }
  }

  private static Epoch epoch(int number, double loss) {
    return new Epoch(
        number,
        Map.of("loss", loss, "rate", 0.1, "val_loss", loss, "testkit_metric", 2.0),
        Map.of("reconstruction", loss, "encoder/layer_1/testkit_term", 1.0),
        Map.of("encoder/layer_1/testkit_term", 0.5));
  }

  private static void survives(String what, Runnable run) {
    assertThatCode(run::run).as(what).doesNotThrowAnyException();
  }

  @TestFactory
  final Stream<DynamicTest> survivesARunAndASecondOne() {
    return each(
        listener -> {
          survives("a run", () -> run(listener, 0, 1));
          survives("a second run", () -> run(listener, 0, 2));
        });
  }

  @TestFactory
  final Stream<DynamicTest> survivesAResumedRun() {
    return each(
        listener -> {
          survives("a run resumed after its first epoch", () -> run(listener, 1, 1));
          survives("a run resumed after its last epoch", () -> run(listener, EPOCHS, 1));
        });
  }

  @TestFactory
  final Stream<DynamicTest> survivesARunThatEndsBeforeItsFirstEpoch() {
    return each(
        listener ->
            survives(
                "a run of one step",
                () -> {
                  listener.started(EPOCHS, STEPS, 0);
                  listener.step(1, 1, 1);
                  listener.cancelled();
                }));
  }

  @TestFactory
  final Stream<DynamicTest> survivesLossesThatAreNoNumbers() {
    return each(
        listener -> {
          for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0, -1}) {
            survives("a loss of " + loss, () -> run(listener, 0, loss));
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> survivesAnEpochThatSaysNothingButItsLoss() {
    return each(
        listener ->
            survives(
                "an epoch of a loss alone",
                () -> {
                  listener.started(EPOCHS, STEPS, 0);
                  listener.epoch(new Epoch(1, Map.of("loss", 1.0)));
                  listener.note("one line");
                  listener.restored(1);
                }));
  }

  @TestFactory
  final Stream<DynamicTest> survivesTheRowsThatItAsksFor() {
    return each(
        listener -> {
          List<Integer> rows = listener.rows();
          assertThat(rows).as("numbers of rows").doesNotHaveDuplicates().allMatch(row -> row >= 0);
          if (!rows.isEmpty()) {
            survives("its rows", () -> watched(listener, new TreeSet<>(rows)));
            SortedSet<Integer> more = new TreeSet<>(rows);
            more.add(rows.stream().mapToInt(row -> row).max().orElseThrow() + 1);
            survives("its rows among others", () -> watched(listener, more));
          }
        });
  }

  private static void watched(TrainingListener listener, SortedSet<Integer> rows) {
    listener.started(EPOCHS, STEPS, 0);
    float[] code = new float[3 * rows.size()];
    code[0] = Float.NaN;
    Tensor codes = Tensor.of(Shape.of(rows.size(), 3), code);
    Tensor classes = Tensor.of(Shape.of(rows.size(), 2), new int[2 * rows.size()]);
    listener.watched(
        new WatchedRows(1, List.copyOf(rows), Map.of("code", codes, "reconstruction", codes)));
    listener.watched(
        new WatchedRows(2, List.copyOf(rows), Map.of("code", codes, "categories", classes)));
    listener.epoch(epoch(2, 1));
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    if (!configurable()) {
      return Stream.empty();
    }
    Configurations<TrainingListener> configurations =
        new Configurations<>(registry(), TrainingListener.class);
    return each(
        listener -> {
          configurations.roundTrip(listener);
          configurations.roundTripAsText(listener);
          configurations.rejectsUnknownKeys(listener);
        });
  }
}
