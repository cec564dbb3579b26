package io.concertina.plugin.standard.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.ScoreFitting;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.plugin.standard.StandardPlugin;
import io.concertina.plugin.standard.likelihood.Likelihoods;
import io.concertina.score.Score;
import io.concertina.spi.Registry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores on a model whose code is the row of two numbers and whose reconstruction half of it. */
class ScoresTest {

  private static final Shape SAMPLE = Shape.of(2);
  private static final double NEAR = 1e-5;
  private static final float[][] CROSS = {{2, 2}, {-2, -2}, {1, -1}, {-1, 1}};

  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Registry.load().engine("native").open(EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static Model model(boolean filling, Outputs outputs) {
    Layer same = (_, x) -> x;
    Layer half = (scope, x) -> scope.ops().mul(x, 0.5);
    ModelSpec spec = ModelSpec.of(SAMPLE, List.of(same), List.of(half)).with(outputs);
    Preprocessing scaling =
        new Preprocessing(
            Tensor.full(SAMPLE, 0), Tensor.full(SAMPLE, 0), Tensor.full(SAMPLE, 1), filling);
    return Model.initial(spec, Scalings.of(scaling), 1);
  }

  private static Model fitted(Score score, float[]... training) {
    Model model = model(false, Outputs.plain());
    return ScoreFitting.fit(model, score, MemoryDataset.of("rows", training), engine, 1);
  }

  private static float score(Model model, float... row) {
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      return autoencoder.score(Tensor.of(Shape.of(1, 2), row)).samples().floatAt(0);
    }
  }

  private static float[] shares(Model model, float... row) {
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      return autoencoder.score(Tensor.of(Shape.of(1, 2), row)).shares().orElseThrow().toFloats();
    }
  }

  @Test
  void theSquaredErrorIsAMeanOverTheRow() {
    Model model = fitted(Scores.meanSquaredError(), CROSS);
    assertThat(score(model, 2, 4)).isEqualTo(2.5f);
    assertThat(shares(model, 2, 4)).containsExactly(0.5f, 2f);
  }

  @Test
  void theAbsoluteErrorIsAMeanOverTheRow() {
    Model model = fitted(Scores.meanAbsoluteError(), CROSS);
    assertThat(score(model, 2, -4)).isEqualTo(1.5f);
    assertThat(shares(model, 2, -4)).containsExactly(0.5f, 1f);
  }

  @Test
  void missingCellsOfAFillingModelCountForNothing() {
    Model filling = model(true, Outputs.plain());
    MemoryDataset rows = MemoryDataset.of("rows", CROSS);
    Model model = ScoreFitting.fit(filling, Scores.meanAbsoluteError(), rows, engine, 1);
    assertThat(score(model, Float.NaN, 4)).isEqualTo(2);
    assertThat(shares(model, Float.NaN, 4)).containsExactly(0, 2);
  }

  @Test
  void aRowThatCannotBeJudgedHasNoSharesEither() {
    Model model = fitted(Scores.meanSquaredError(), CROSS);
    assertThat(score(model, Float.NaN, 4)).isNaN();
    assertThat(shares(model, Float.NaN, 4)).containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void theLikelihoodIsInNats() {
    Model model = model(false, Outputs.plain().with(Likelihoods.gaussian(1)));
    MemoryDataset rows = MemoryDataset.of("rows", CROSS);
    Model scored = ScoreFitting.fit(model, Scores.likelihood(), rows, engine, 1);
    double normal = 0.5 * Math.log(2 * Math.PI);
    assertThat((double) score(scored, 2, 4)).isCloseTo(normal + 1.25, within(NEAR));
  }

  @Test
  void withoutALikelihoodThereIsNoneToScoreBy() {
    assertThatThrownBy(() -> score(fitted(Scores.likelihood(), CROSS), 1, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("trained with a likelihood")
        .message()
        .hasLineCount(1);
  }

  /** The covariance of the four rows is [[2.5, 1.5], [1.5, 2.5]] and its determinant 4. */
  @Test
  void theDistanceOfCodesIsThatOfMahalanobis() {
    Model model = fitted(Scores.codeDistance(), CROSS);
    assertThat((double) score(model, 1, -1)).isCloseTo(Math.sqrt(2), within(NEAR));
    assertThat((double) score(model, 2, 2)).isCloseTo(Math.sqrt(2), within(NEAR));
    assertThat((double) score(model, 2, 0)).isCloseTo(Math.sqrt(2.5), within(NEAR));
    assertThat(score(model, 0, 0)).isZero();
  }

  @Test
  void codesThatNeverChangeHaveADistanceOf0() {
    for (float[] constant : new float[][] {{3, -7}, {0, 0}}) {
      Model model = fitted(Scores.codeDistance(), constant, constant, constant);
      assertThat(score(model, constant)).isZero();
      assertThat(score(model, constant[0] + 1, constant[1])).isGreaterThan(1000).isFinite();
    }
  }

  @Test
  void oneNumberOfTheCodeMayBeConstant() {
    Model model = fitted(Scores.codeDistance(), new float[][] {{1, 5}, {-1, 5}});
    assertThat((double) score(model, 2, 5)).isCloseTo(2, within(NEAR));
  }

  @Test
  void oneTrainingRowIsEnough() {
    float[] only = {1, 2};
    for (Score score : List.of(Scores.codeDistance(), Scores.combined(), Scores.nearest(1))) {
      Model model = fitted(score, only);
      assertThat(score(model, 1, 2)).as("%s", score).isLessThan(2);
      assertThat(score(model, 50, -40)).as("%s", score).isGreaterThan(2);
    }
  }

  @Test
  void theNearestAreCounted() {
    float[][] rows = {{0, 0}, {3, 4}, {6, 8}};
    assertThat(score(fitted(Scores.nearest(1), rows), 0, 0)).isZero();
    assertThat(score(fitted(Scores.nearest(2), rows), 0, 0)).isEqualTo(5);
    assertThat(score(fitted(Scores.nearest(3), rows), 0, 0)).isEqualTo(10);
    assertThat(score(fitted(Scores.nearestCode(3), rows), 0, 0)).isEqualTo(10);
  }

  @Test
  void ofFewerRowsTheLastIsTheNearest() {
    float[][] rows = {{0, 0}, {3, 4}};
    assertThat(score(fitted(Scores.nearest(5), rows), 0, 0)).isEqualTo(5);
  }

  @Test
  void distancesAreExactFarFromTheOrigin() {
    float[][] rows = {{100_000, 100_000}, {100_003, 100_004}};
    assertThat(score(fitted(Scores.nearest(2), rows), 100_000, 100_000)).isEqualTo(5);
  }

  @Test
  void noMoreRowsAreKeptThanAskedFor() {
    float[][] rows = new float[50][2];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i;
    }
    Score few = new Nearest(1, 7, Nearest.Space.INPUT);
    Map<String, Tensor> found = fitted(few, rows).score().orElseThrow().fitted();
    assertThat(found.get("rows").shape()).isEqualTo(Shape.of(7, 2));
    Model other =
        ScoreFitting.fit(
            model(false, Outputs.plain()), few, MemoryDataset.of("rows", rows), engine, 2);
    assertThat(other.score().orElseThrow().fitted()).isNotEqualTo(found);
  }

  @Test
  void rowsThatOverflowAreTheMostExtremeOfAll() {
    for (Score score :
        List.of(
            Scores.meanSquaredError(),
            Scores.codeDistance(),
            Scores.combined(),
            Scores.combinedOfBothTails(),
            Scores.nearest(2),
            Scores.nearestCode(2))) {
      Model model = fitted(score, CROSS);
      assertThat(score(model, 3e38f, -3e38f)).as("%s", score).isEqualTo(Float.POSITIVE_INFINITY);
    }
  }

  @Test
  void trainingRowsThatOverflowAreLeftOut() {
    float[][] rows = {{0, 0}, {3, 4}, {3e38f, -3e38f}, {Float.NaN, 1}};
    for (Score score : List.of(Scores.combined(), Scores.nearest(2))) {
      assertThat(score(fitted(score, rows), 1, 1)).as("%s", score).isFinite();
    }
  }

  @Test
  void withoutARowToJudgeThereIsNothingToFit() {
    assertThatThrownBy(() -> fitted(Scores.combined(), new float[] {Float.NaN, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "rows to fit the score on: expected at least one that the model can judge, got none");
  }

  @Test
  void aLargeErrorAndAFarCodeAddUp() {
    float[][] rows = new float[99][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {i - 49, 0};
    }
    Model model = fitted(Scores.combined(), rows);
    assertThat(score(model, 200, 0)).isGreaterThan(score(model, 49, 0));
    assertThat((double) score(model, 0, 0)).isCloseTo(2 * Math.log(100 / 99.0), within(1e-3));
  }

  @Test
  void bothTailsSuspectAnErrorThatIsTooSmall() {
    float[][] rows = new float[99][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {i % 2 == 0 ? 100 + i : -100 - i, 0};
    }
    Model model = fitted(Scores.combinedOfBothTails(), rows);
    assertThat(score(model, 0, 0)).isGreaterThan(score(model, 150, 0) + 5);
    assertThat(score(fitted(Scores.combined(), rows), 0, 0)).isLessThan(0.1f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nearest  | k     | 0        | score.nearest.k: expected a number of at least 1, got 0",
        "nearest  | rows  | 4        | score.nearest.rows: expected at least k, which is 5, got 4",
        "nearest  | space | latent   | score.nearest.space: expected one of [input, code]",
        "combined | tails | lower    | score.combined.tails: expected one of [upper, both]",
        "combined | tail  | both     | score.combined.tail: unknown key; did you mean tails?",
        "mse      | k     | 1        | score.mse.k: unknown key",
      })
  void wrongSettingsAreMetWithTheirPlace(String name, String key, String value, String message) {
    Registry registry = Registry.of(new StandardPlugin());
    assertThatThrownBy(
            () -> registry.create(Score.class, "score", Map.of(name, Map.of(key, value))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message)
        .message()
        .hasLineCount(1);
  }
}
