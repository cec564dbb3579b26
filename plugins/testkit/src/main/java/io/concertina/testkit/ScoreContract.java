package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.autoencoder.ScoreFitting;
import io.concertina.engine.Engine;
import io.concertina.ir.Tensor;
import io.concertina.model.FittedScore;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.score.Score;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.reference.ReferenceEngine;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every score must do; extend it in a test and name scores with what they judge.
 *
 * <p>For each: it is fitted if it says so, and not otherwise; the same seed finds the same; each
 * row is judged by itself, and finitely; shares sum to the score to 1e-5 of it; a row of which
 * nothing is observed is NaN, and so is one with a missing cell that the model does not fill; every
 * engine on the class path computes the score of the float64 reference; the settings survive a
 * round trip through a configuration, and with what was found they give the same bits.
 *
 * <pre>{@code
 * class LargestErrorTest extends ScoreContract {
 *   @Override
 *   protected List<ScoreSubject> subjects() {
 *     return List.of(ScoreSubject.of(new LargestError(), 7));
 *   }
 * }
 * }</pre>
 */
public abstract class ScoreContract extends ContractOnEngines {

  private static final int ROWS = 23;
  private static final int TRAINING = 200;
  private static final int[] BATCHES = {1, 2, 5, 17};
  private static final long SEED = 1;
  private static final double PRECISION = 1e-9;
  private static final double SHARES = 1e-5;

  /** The scores to check; several settings or shapes of one score are several subjects. */
  protected abstract List<ScoreSubject> subjects();

  @TestFactory
  final Stream<DynamicTest> isFittedIfItSaysSo() {
    return each(
        subject -> {
          assertThat(find(subject).isEmpty())
              .as("nothing found in training rows")
              .isEqualTo(!subject.score().isFitted());
          fitted(subject).functions().score();
        });
  }

  @TestFactory
  final Stream<DynamicTest> theSameSeedFindsTheSame() {
    return each(
        subject ->
            assertThat(find(subject))
                .as("what a second fit with the same seed finds")
                .isEqualTo(find(subject)));
  }

  @TestFactory
  final Stream<DynamicTest> judgesEachRowByItself() {
    return each(
        subject -> {
          Model model = fitted(subject);
          Tensor rows = subject.rows(ROWS, SEED);
          double[] together = scores(model, rows);
          for (int row = 0; row < ROWS; row++) {
            double alone = scores(model, ScoreSubject.row(rows, row))[0];
            assertThat(alone).as("the score of row %d", row).isFinite();
            assertThat(together[row])
                .as("the score of row %d among others, against it alone", row)
                .isCloseTo(alone, within(PRECISION * Math.max(1, Math.abs(alone))));
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> sharesSumToTheScore() {
    return each(
        subject -> {
          Model model = fitted(subject);
          Tensor rows =
              subject.filling() ? subject.withHoles(ROWS, SEED) : subject.rows(ROWS, SEED);
          Map<String, ReferenceTensor> outputs = ScoreSubject.run(model, rows);
          ReferenceTensor given = outputs.get(ModelFunctions.SHARES);
          if (given == null) {
            return;
          }
          double[] shares = given.toDoubles();
          double[] scores = scores(outputs);
          int width = shares.length / ROWS;
          for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
              sum += shares[row * width + i];
            }
            assertThat(sum)
                .as("the shares of row %d, against its score", row)
                .isCloseTo(scores[row], within(SHARES * Math.abs(scores[row])));
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> rowsThatCannotBeJudgedAreNotANumber() {
    return each(
        subject -> {
          Model model = fitted(subject);
          assertThat(scores(model, subject.nothing())[0])
              .as("the score of a row of which nothing is observed")
              .isNaN();
          for (double score : scores(model, subject.withHoles(ROWS, SEED))) {
            assertThat(Double.isFinite(score))
                .as("a finite score %s of a row with a missing cell", score)
                .isEqualTo(subject.filling());
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> computesTheSameOnEveryEngine() {
    return subjects().stream().flatMap(this::cases).flatMap(each -> engines().agreeOn(each));
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return each(
        subject -> {
          Configurations<Score> configurations = new Configurations<>(registry(), Score.class);
          Map<String, Tensor> found = find(subject);
          Tensor rows = subject.rows(ROWS, SEED);
          Score score = subject.score();
          double[] expected = scores(subject.model().with(new FittedScore(score, found)), rows);
          for (Score copy :
              List.of(configurations.roundTrip(score), configurations.roundTripAsText(score))) {
            assertThat(scores(subject.model().with(new FittedScore(copy, found)), rows))
                .as("scores after a round trip through a configuration")
                .isEqualTo(expected);
          }
          configurations.rejectsUnknownKeys(score);
        });
  }

  private Stream<DynamicTest> each(Consumer<ScoreSubject> check) {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> check.accept(subject)));
  }

  private Stream<EngineCase> cases(ScoreSubject subject) {
    Model model = fitted(subject);
    return Stream.concat(
        IntStream.of(BATCHES)
            .mapToObj(
                rows ->
                    new EngineCase(
                        "%s, batch of %d".formatted(subject, rows),
                        model.functions().score(),
                        ScoreSubject.arguments(model, subject.rows(rows, SEED)))),
        Stream.of(
            new EngineCase(
                subject + " with missing cells",
                model.functions().score(),
                ScoreSubject.arguments(model, subject.withHoles(ROWS, SEED)))));
  }

  private static Map<String, Tensor> find(ScoreSubject subject) {
    try (Engine engine = new ReferenceEngine()) {
      return ScoreFitting.find(
          subject.model(), subject.score(), subject.training(TRAINING), engine, SEED);
    }
  }

  private static Model fitted(ScoreSubject subject) {
    return subject.model().with(new FittedScore(subject.score(), find(subject)));
  }

  private static double[] scores(Model model, Tensor rows) {
    return scores(ScoreSubject.run(model, rows));
  }

  private static double[] scores(Map<String, ReferenceTensor> outputs) {
    return Objects.requireNonNull(outputs.get(ModelFunctions.SCORE)).toDoubles();
  }
}
