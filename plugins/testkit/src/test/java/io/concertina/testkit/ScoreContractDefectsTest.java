package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.score.Score;
import io.concertina.score.ScoreRows;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Relative;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The score contract must notice each of these defects, in the test that is about it. */
class ScoreContractDefectsTest {

  @Test
  void aFitThatIsNotAnnounced() {
    fails(FitsInSecret.class, "isFittedIfItSaysSo", "nothing found in training rows");
  }

  @Test
  void aFitThatFindsNothing() {
    fails(FindsNothing.class, "isFittedIfItSaysSo", "nothing found in training rows");
  }

  @Test
  void aFitThatForgetsItsSeed() {
    fails(ForgetsTheSeed.class, "theSameSeedFindsTheSame", "a second fit with the same seed");
  }

  @Test
  void rowsThatAreComparedWithTheirBatch() {
    fails(AgainstItsBatch.class, "judgesEachRowByItself", "among others, against it alone");
  }

  @Test
  void sharesOfAnotherScore() {
    fails(SharesOfTheSum.class, "sharesSumToTheScore", "against its score");
  }

  @Test
  void aMissingCellThatOverflows() {
    fails(DividesByMissing.class, "rowsThatCannotBeJudgedAreNotANumber", "with a missing cell");
  }

  @Test
  void aScoreWithoutAFactory() {
    fails(SharesOfTheSum.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void anEngineThatDisagrees() {
    fails(EngineDisagrees.class, "computesTheSameOnEveryEngine", "are wrong");
  }

  /** The contract of one score, a mean of squared errors, that no factory knows. */
  abstract static class OfScore extends ScoreContract implements Score {

    @Override
    protected List<ScoreSubject> subjects() {
      return List.of(ScoreSubject.of(this, 3));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }

    @Override
    public Scored emit(ScoreScope scope) {
      return Scored.whole(mean(scope));
    }

    static Value mean(ScoreScope scope) {
      return scope.ops().div(scope.ops().sum(scope.errors(), -1), scope.observed());
    }
  }

  static class FitsInSecret extends OfScore {
    @Override
    public Map<String, Tensor> fit(ScoreRows rows, long seed) {
      return Map.of("one", Tensor.full(Shape.of(1), 1));
    }
  }

  static class FindsNothing extends OfScore {
    @Override
    public boolean isFitted() {
      return true;
    }
  }

  static class ForgetsTheSeed extends FitsInSecret {
    private int fits;

    @Override
    public boolean isFitted() {
      return true;
    }

    @Override
    public Map<String, Tensor> fit(ScoreRows rows, long seed) {
      fits++;
      return Map.of("fits", Tensor.full(Shape.of(1), fits));
    }
  }

  static class AgainstItsBatch extends OfScore {
    @Override
    public Scored emit(ScoreScope scope) {
      Ops ops = scope.ops();
      Value error = mean(scope);
      return Scored.whole(ops.sub(error, ops.mul(ops.reduceMax(error, 0), 0.5)));
    }
  }

  static class SharesOfTheSum extends OfScore {
    @Override
    public Scored emit(ScoreScope scope) {
      return new Scored(mean(scope), Optional.of(scope.errors()));
    }
  }

  static class DividesByMissing extends OfScore {
    @Override
    protected List<ScoreSubject> subjects() {
      return List.of(ScoreSubject.of(this, 3).onFilledRows());
    }

    @Override
    public Scored emit(ScoreScope scope) {
      Ops ops = scope.ops();
      return Scored.whole(
          ops.sum(ops.div(ops.constantLike(scope.errors(), 1), scope.errors()), -1));
    }
  }

  static class EngineDisagrees extends ScoreContract {
    @Override
    protected List<ScoreSubject> subjects() {
      return List.of(ScoreSubject.of(new Relative(2), 3));
    }

    @Override
    protected Registry registry() {
      return Verdicts.withAnEngineThatIsOff();
    }
  }
}
