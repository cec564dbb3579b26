package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Feeds;
import io.concertina.model.Model;
import io.concertina.train.Objective;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing cells are filled for the layers, and left out of everything that is measured. */
class MissingCellsTest {

  private static final String KERNEL = "encoder/dense_1/kernel";
  private static final int ROWS = 23;

  private final Engine engine = Fixtures.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  private static Model model() {
    return Tables.model(Map.of("dense", Map.of("units", 5, "activation", "tanh")));
  }

  private static Objective mse() {
    return new Objective(Tables.loss("mse"), Map.of());
  }

  private static Tensor cells(Dataset rows) {
    Batch batch = new Batch(rows.schema(), (int) rows.size());
    rows.read().fill(batch, batch.capacity());
    return batch.tensor("x");
  }

  /** What the layers see: 0.25 in the place of missing cells. */
  private static Tensor filled(Tensor cells) {
    float[] values = cells.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? 0.25f : values[i];
    }
    return Tensor.view(cells.shape(), values);
  }

  /** Squared errors over the observed cells, each row with a weight, by the sum of the weights. */
  private double loss(Model model, Tensor cells, float... weights) {
    double sum = 0;
    double count = 0;
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      Tensor reconstruction = autoencoder.reconstruct(filled(cells));
      for (int i = 0; i < cells.size(); i++) {
        if (!Float.isNaN(cells.floatAt(i))) {
          double error = reconstruction.floatAt(i) - cells.floatAt(i);
          double weight = weights.length == 0 ? 1 : weights[i / Tables.WIDTH];
          sum += weight * error * error;
          count += weight;
        }
      }
    }
    return sum / count;
  }

  private double evaluate(Model model, Dataset rows) {
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      return autoencoder.evaluate(mse(), rows).get("loss");
    }
  }

  @Test
  void theLossIsTheMeanOverTheObservedCells() {
    Dataset rows = Tables.gaps(ROWS);
    assertThat(evaluate(model(), rows)).isCloseTo(loss(model(), cells(rows)), within(1e-6));
  }

  @Test
  void aRowsWeightIsThatOfItsObservedCells() {
    Dataset rows = Tables.weighted(Tables.gaps(ROWS));
    float[] weights = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      weights[i] = i % 4 * 0.5f;
    }
    assertThat(evaluate(model(), rows))
        .isCloseTo(loss(model(), cells(rows), weights), within(1e-6));
  }

  @Test
  void aRowOfWeight0IsAsIfItWereNotThere() {
    MemoryDataset rows = Tables.gaps(2 * ROWS);
    float[] weights = new float[2 * ROWS];
    Arrays.fill(weights, 0, ROWS, 1);
    StreamSpec stream =
        StreamSpec.feature("weight", Shape.of(1)).as("weight", StreamSpec.Role.WEIGHT);
    Dataset half = rows.with(stream, Tensor.view(Shape.of(2 * ROWS, 1), weights));
    assertThat(evaluate(model(), half))
        .isCloseTo(evaluate(model(), rows.rows(0, ROWS)), within(1e-7));
  }

  @Test
  void theGradientIsThatOfTheObservedCells() {
    Model model = model();
    Dataset rows = Tables.gaps(ROWS);
    Tensor cells = cells(rows);
    TrainingFunctions functions = new TrainingFunctions(model, mse(), rows.schema());
    try (Residents residents = engine.residents();
        Program program = engine.compile(functions.lossGradients(List.of(KERNEL)), residents)) {
      model.weights().forEach(residents::put);
      Tensor gradient = program.run(Feeds.of(program.function(), Map.of("x", cells))).get(KERNEL);
      for (int i = 0; i < gradient.size(); i++) {
        double slope =
            (loss(moved(model, i, 0.01f), cells) - loss(moved(model, i, -0.01f), cells)) / 0.02;
        assertThat((double) gradient.floatAt(i)).as("element " + i).isCloseTo(slope, within(2e-3));
      }
    }
  }

  private static Model moved(Model model, int element, float change) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    float[] kernel = model.weight(KERNEL).toFloats();
    kernel[element] += change;
    weights.put(KERNEL, Tensor.view(model.weight(KERNEL).shape(), kernel));
    return model.with(weights, model.history());
  }

  @Test
  void aRowsScoreIsTheMeanOverItsObservedCells() {
    Tensor cells = cells(Tables.gaps(ROWS));
    try (Autoencoder autoencoder = Autoencoder.open(model(), engine)) {
      Scores scores = autoencoder.score(cells);
      Tensor reconstruction = autoencoder.reconstruct(filled(cells));
      for (int row = 0; row < ROWS; row++) {
        double sum = 0;
        int observed = 0;
        for (int i = row * Tables.WIDTH; i < (row + 1) * Tables.WIDTH; i++) {
          if (Float.isNaN(cells.floatAt(i))) {
            assertThat(scores.features().floatAt(i)).isZero();
          } else {
            sum += Math.pow(reconstruction.floatAt(i) - cells.floatAt(i), 2);
            observed++;
          }
        }
        assertThat(scores.observed().floatAt(row)).isEqualTo(observed);
        assertThat((double) scores.value(row)).isCloseTo(sum / observed, within(1e-5));
      }
    }
  }

  private Scores score(Model model, float... row) {
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      return autoencoder.score(Tensor.view(Shape.of(1, Tables.WIDTH), row));
    }
  }

  private static float[] row(float... first) {
    return Arrays.copyOf(first, Tables.WIDTH);
  }

  @Test
  void aRowOfWhichNothingIsObservedHasNoScore() {
    float[] nothing = new float[Tables.WIDTH];
    Arrays.fill(nothing, Float.NaN);
    Scores scores = score(model(), nothing);
    assertThat(scores.isScored(0)).isFalse();
    assertThat(scores.samples().floatAt(0)).isNaN();
    assertThat(scores.observed().floatAt(0)).isZero();
    assertThat(scores.unscored()).isEqualTo(1);
    assertThatThrownBy(() -> scores.value(0)).isInstanceOf(DataException.class);
  }

  @Test
  void aModelThatDoesNotFillHasNoScoreForARowWithAMissingCell() {
    Model strict = Model.initial(model().spec(), Preprocessing.none(Shape.of(Tables.WIDTH)), 5);
    Scores scores = score(strict, row(1, Float.NaN));
    assertThat(scores.isScored(0)).isFalse();
    assertThat(scores.observed().floatAt(0)).isEqualTo(Tables.WIDTH - 1);
    assertThatThrownBy(() -> scores.value(0)).isInstanceOf(DataException.class);
    assertThat(score(strict, row(1, 2)).isScored(0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -1e30f})
  void whatOverflowsHasTheLargestScore(float value) {
    for (Model model :
        List.of(
            model(),
            Tables.model(Map.of("dense", Map.of("units", 5))),
            Model.initial(model().spec(), Preprocessing.none(Shape.of(Tables.WIDTH)), 5))) {
      Scores scores = score(model, row(value, 1));
      assertThat(scores.value(0)).isEqualTo(Float.POSITIVE_INFINITY);
      assertThat(scores.observed().floatAt(0)).isEqualTo(Tables.WIDTH);
    }
  }

  @Test
  void aLossThatJoinsTheCellsOfARowIsRefusedByName() {
    Objective joining = new Objective(Tables.loss("cce"), Map.of());
    TrainingJob job =
        TrainingJob.of(model(), Fixtures.plan(1).with(joining), Tables.gaps(ROWS), engine);
    assertThatThrownBy(() -> new LocalTrainer().train(job, TrainingListener.none()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("CategoricalCrossEntropy")
        .hasMessageContaining("single elements where cells may be missing");
  }

  @Test
  void trainingLearnsFromRowsWithGapsAndIsResumedToTheBit() {
    TrainingJob job = TrainingJob.of(model(), Fixtures.plan(6), Tables.gaps(200), engine);
    Fixtures.Memory store = new Fixtures.Memory();
    Model whole = new LocalTrainer().train(job.saved(store, false), TrainingListener.none());
    assertThat(whole.history().epochs().getLast().values().get("loss"))
        .isLessThan(whole.history().epochs().getFirst().values().get("loss"));
    Fixtures.Memory half = new Fixtures.Memory();
    half.saved.addAll(store.saved.subList(0, 3));
    assertThat(new LocalTrainer().train(job.saved(half, true), TrainingListener.none()))
        .isEqualTo(whole);
  }
}
