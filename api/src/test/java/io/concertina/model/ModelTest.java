package io.concertina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.score.Score;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {

  /** The first error of a row, with something found or without. */
  private record First(boolean isFitted) implements Score {
    @Override
    public Scored emit(ScoreScope scope) {
      return Scored.whole(scope.ops().sum(scope.ops().slice(scope.errors(), 1, 0, 1), 1));
    }
  }

  private static final FittedScore UNFITTED = new FittedScore(new First(false), Map.of());
  private static final FittedScore FITTED = fitted("limit", Tensor.full(Shape.of(1), 3));

  private static FittedScore fitted(String name, Tensor value) {
    return new FittedScore(new First(true), Map.of(name, value));
  }

  private static Model model() {
    Shape sample = Shape.of(2);
    ModelSpec spec = ModelSpec.of(sample, List.of((_, x) -> x), List.of((_, x) -> x));
    return Model.initial(spec, Scalings.none(sample), 1);
  }

  @Test
  void newWeightsDropAScoreThatWasFittedToTheOldOnes() {
    Model model = model().with(FITTED);
    assertThat(model.with(model.weights(), History.empty()).score()).isEmpty();
    assertThat(model.masked(Map.of()).score()).isEmpty();
    assertThat(model.with(model.blueprint(), model.weights(), Map.of()).score()).isEmpty();
  }

  @Test
  void newWeightsKeepAScoreThatIsNotFitted() {
    Model model = model().with(UNFITTED);
    assertThat(model.with(model.weights(), History.empty()).score()).contains(UNFITTED);
    assertThat(model.masked(Map.of()).score()).contains(UNFITTED);
    assertThat(model.with(model.blueprint(), model.weights(), Map.of()).score()).contains(UNFITTED);
  }

  @Test
  void factsLeaveAFittedScoreAlone() {
    assertThat(model().with(FITTED).with("author", "Ada").score()).contains(FITTED);
  }

  @Test
  void modelsOfDifferentScoresDiffer() {
    assertThat(model().with(FITTED)).isNotEqualTo(model()).isEqualTo(model().with(FITTED));
  }

  @Test
  void whatWasFoundBelongsToAFittedScore() {
    assertThatThrownBy(() -> new FittedScore(new First(true), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected what it found in training rows");
    assertThatThrownBy(() -> new FittedScore(new First(false), FITTED.fitted()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected nothing, since it is not fitted");
  }

  @Test
  void whatWasFoundIsFiniteNumbersUnderPlainNames() {
    assertThatThrownBy(() -> fitted("limit", Tensor.full(Shape.of(2), Float.NaN)))
        .hasMessage("score.limit: expected finite numbers, got NaN");
    assertThatThrownBy(() -> fitted("limit", Tensor.ofBooleans(Shape.of(1), 1)))
        .hasMessageStartingWith("score.limit: expected elements f32 or i32");
    assertThatThrownBy(() -> fitted("a#b", Tensor.full(Shape.of(1), 0)))
        .hasMessageStartingWith("score.a#b: expected a name of letters");
  }
}
