package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.DataException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Elements;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.train.Coefficient;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of more than one stream, and what a model gives beside a reconstruction. */
class StreamsTest {

  private static final Shape SAMPLE = Shape.of(Tables.WIDTH);

  private final Engine engine = Fixtures.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  private Model train(Model model, TrainingPlan plan, Dataset rows) {
    return new LocalTrainer()
        .train(TrainingJob.of(model, plan, rows, engine), TrainingListener.none());
  }

  private static List<NamedLayer> layers(Object... trees) {
    return ModelSpec.stack("model", List.of(trees), Fixtures.REGISTRY);
  }

  private static List<NamedLayer> encoder() {
    return layers(Map.of("dense", Map.of("units", 4, "activation", "tanh")));
  }

  /** A whole run, and one that is resumed in its middle, end with the same bits. */
  private Model trainedAndResumed(Model model, TrainingPlan plan, Dataset rows) {
    Fixtures.Memory store = new Fixtures.Memory();
    TrainingJob job = TrainingJob.of(model, plan, rows, engine);
    Model whole = new LocalTrainer().train(job.saved(store, false), TrainingListener.none());
    Fixtures.Memory half = new Fixtures.Memory();
    half.saved.addAll(store.saved.subList(0, plan.epochs() / 2));
    assertThat(new LocalTrainer().train(job.saved(half, true), TrainingListener.none()))
        .isEqualTo(whole);
    double first = whole.history().epochs().getFirst().values().get("loss");
    assertThat(whole.history().epochs().getLast().values().get("loss")).isLessThan(first);
    return whole;
  }

  // --- noisy and clean pairs ---------------------------------------------------------------------

  private static final StreamSpec TARGET =
      StreamSpec.feature("target", SAMPLE).as("target", StreamSpec.Role.TARGET);

  private static MemoryDataset pairs(int n) {
    KeyedRandom random = KeyedRandom.of(9, "noise");
    Tensor clean = Tensor.view(Shape.of(n, Tables.WIDTH), values(Fixtures.rows(n)));
    float[] noisy = clean.toFloats();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (0.5 * random.nextGaussian());
    }
    return MemoryDataset.of("pairs", Tensor.view(clean.shape(), noisy)).with(TARGET, clean);
  }

  private static float[] values(Dataset rows) {
    Batch batch = new Batch(rows.schema(), (int) rows.size());
    rows.read().fill(batch, batch.capacity());
    return batch.tensor("x").toFloats();
  }

  private static Model denoising() {
    ModelSpec spec =
        new ModelSpec(
            Schema.of(StreamSpec.feature("x", SAMPLE), TARGET),
            encoder(),
            layers("dense"),
            Outputs.plain());
    Scalings scalings =
        new Scalings(Preprocessing.none(SAMPLE), Optional.of(Preprocessing.none(SAMPLE)));
    return Model.initial(spec, scalings, 3);
  }

  @Test
  void aTargetIsWhatTheReconstructionIsComparedWith() {
    Model trained = trainedAndResumed(denoising(), Fixtures.plan(8), pairs(200));
    Dataset rows = pairs(20);
    try (Autoencoder autoencoder = Autoencoder.open(trained, engine)) {
      Tensor x = Tensor.view(Shape.of(20, Tables.WIDTH), values(rows));
      float[] clean = values(Fixtures.rows(20));
      Tensor got = autoencoder.reconstruct(x);
      double sum = 0;
      for (int i = 0; i < clean.length; i++) {
        sum += Math.pow(got.floatAt(i) - clean[i], 2);
      }
      Objective mse = new Objective(Tables.loss("mse"), Map.of());
      assertThat(autoencoder.evaluate(mse, rows).get("loss"))
          .isCloseTo(sum / clean.length, within(1e-6));
    }
  }

  @Test
  void aRowWithoutItsTargetIsComparedWithItself() {
    try (Autoencoder autoencoder = Autoencoder.open(denoising(), engine)) {
      Tensor x = Tensor.view(Shape.of(20, Tables.WIDTH), values(Fixtures.rows(20)));
      Scores alone = autoencoder.score(x);
      Scores pair = autoencoder.score(Map.of("x", x, "target", x));
      assertThat(alone.samples()).isEqualTo(pair.samples());
    }
  }

  @Test
  void aTargetOfAnotherShapeMustBeThere() {
    StreamSpec wide =
        StreamSpec.feature("target", Shape.of(9)).as("target", StreamSpec.Role.TARGET);
    ModelSpec spec =
        new ModelSpec(
            Schema.of(StreamSpec.feature("x", SAMPLE), wide),
            encoder(),
            layers("dense"),
            Outputs.plain());
    Model model =
        Model.initial(
            spec,
            new Scalings(Preprocessing.none(SAMPLE), Optional.of(Preprocessing.none(Shape.of(9)))),
            3);
    assertThatThrownBy(() -> train(model, Fixtures.plan(1), Fixtures.rows(20)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("target");
  }

  // --- categories --------------------------------------------------------------------------------

  private static final StreamSpec CATEGORIES =
      new StreamSpec(
          "categories",
          StreamSpec.Role.FEATURE,
          StreamSpec.Kind.I32,
          Shape.of(2),
          Elements.named(List.of("country", "device"))
              .withWords(List.of(List.of("at", "ch", "de"), List.of("phone", "desk"))));

  /** The second column follows from the first, but for words that nobody knows. */
  private static MemoryDataset words(int n) {
    int[] numbers = new int[2 * n];
    for (int i = 0; i < n; i++) {
      numbers[2 * i] = i % 4;
      numbers[2 * i + 1] = i % 4 == 0 ? 0 : 1 + i % 2;
    }
    return MemoryDataset.of(
            "words", Tensor.view(Shape.of(n, Tables.WIDTH), values(Fixtures.rows(n))))
        .with(CATEGORIES, Tensor.of(Shape.of(n, 2), numbers));
  }

  private static Model ofWords() {
    ModelSpec spec =
        new ModelSpec(
            Schema.of(StreamSpec.feature("x", SAMPLE), CATEGORIES),
            encoder(),
            layers("dense"),
            Outputs.plain());
    return Model.initial(spec, Scalings.none(SAMPLE), 3);
  }

  @Test
  void categoriesAreSeenAsOneHotVectorsAndReconstructedAsTheLikeliestWord() {
    Model model = ofWords();
    assertThat(model.weight("encoder/dense_1/kernel").shape())
        .isEqualTo(Shape.of(Tables.WIDTH + 4 + 3, 4));
    Model trained = trainedAndResumed(model, Fixtures.plan(60), words(200));
    assertThat(trained.history().epochs().getLast().terms())
        .containsOnlyKeys("reconstruction", "categories");
    int[] numbers = new int[80];
    for (int i = 0; i < 40; i++) {
      numbers[2 * i] = i % 4;
      numbers[2 * i + 1] = i % 4 == 0 ? 0 : 1 + i % 2;
    }
    Tensor words = Tensor.of(Shape.of(40, 2), numbers);
    Map<String, Tensor> streams =
        Map.of(
            "x",
            Tensor.view(Shape.of(40, Tables.WIDTH), values(Fixtures.rows(40))),
            "categories",
            words);
    try (Autoencoder autoencoder = Autoencoder.open(trained, engine)) {
      Tensor likeliest = autoencoder.reconstruct(streams).get("categories");
      int right = 0;
      for (int i = 0; i < 80; i++) {
        right += likeliest.intAt(i) == numbers[i] ? 1 : 0;
      }
      assertThat(right).isGreaterThan(60);
      assertThat(autoencoder.decodeAll(autoencoder.encode(streams)).get("categories"))
          .isEqualTo(likeliest);
      Scores scores = autoencoder.score(streams);
      assertThat(scores.features().shape()).isEqualTo(Shape.of(40, Tables.WIDTH + 2));
      assertThat(scores.observed().floatAt(0)).isEqualTo(Tables.WIDTH + 2);
      double sum = 0;
      for (int i = 0; i < Tables.WIDTH + 2; i++) {
        sum += scores.features().floatAt(i);
      }
      assertThat((double) scores.value(0)).isCloseTo(sum / (Tables.WIDTH + 2), within(1e-5));
    }
  }

  @Test
  void aNumberThatNoWordHasCountsAsUnknown() {
    Tensor x = Tensor.full(Shape.of(1, Tables.WIDTH), 0.5f);
    try (Autoencoder autoencoder = Autoencoder.open(ofWords(), engine)) {
      Tensor unknown =
          autoencoder.encode(Map.of("x", x, "categories", Tensor.of(Shape.of(1, 2), 0, 0)));
      for (int odd : new int[] {-1, 99, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        Tensor words = Tensor.of(Shape.of(1, 2), odd, odd);
        assertThat(autoencoder.encode(Map.of("x", x, "categories", words))).isEqualTo(unknown);
      }
    }
  }

  // --- learned variance --------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "laplace"})
  void aLearnedVarianceHasTwiceTheParameters(String name) {
    String key = name.equals("gaussian") ? "variance" : "scale";
    Likelihood likelihood =
        (Likelihood)
            Fixtures.REGISTRY.create(Loss.class, "loss", Map.of(name, Map.of(key, "learned")));
    ModelSpec spec =
        new ModelSpec(SAMPLE, encoder(), layers("dense")).with(Outputs.plain().with(likelihood));
    Model model = Model.initial(spec, Scalings.none(SAMPLE), 3);
    assertThat(model.weight("decoder/dense_1/kernel").shape())
        .isEqualTo(Shape.of(4, 2 * Tables.WIDTH));
    Objective objective = new Objective(likelihood, Map.of());
    Model trained = trainedAndResumed(model, Fixtures.plan(20).with(objective), Fixtures.rows(200));
    try (Autoencoder autoencoder = Autoencoder.open(trained, engine)) {
      Tensor x = Tensor.view(Shape.of(20, Tables.WIDTH), values(Fixtures.rows(20)));
      Tensor reconstruction = autoencoder.reconstruct(x);
      assertThat(reconstruction.shape()).isEqualTo(x.shape());
      assertThat(autoencoder.decode(autoencoder.encode(x))).isEqualTo(reconstruction);
      Scores scores = autoencoder.score(x);
      assertThat(scores.features().shape()).isEqualTo(x.shape());
      assertThat((double) scores.features().floatAt(0))
          .isCloseTo(Math.pow(reconstruction.floatAt(0) - x.floatAt(0), 2), within(1e-5));
    }
  }

  // --- heads -------------------------------------------------------------------------------------

  /** The class is the sign of the first number, of which half the rows have a label. */
  private static MemoryDataset classes(int n) {
    float[] x = values(Fixtures.rows(n));
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 2 == 0 ? StreamSpec.NO_LABEL : x[i * Tables.WIDTH] > 0 ? 1 : 0;
    }
    return MemoryDataset.of("classes", Tensor.view(Shape.of(n, Tables.WIDTH), x))
        .with(StreamSpec.label("label"), Tensor.of(Shape.of(n, 1), labels));
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "encoder/dense_1"})
  void aHeadLearnsLabelsBesideTheReconstruction(String from) {
    Model model =
        Tables.predicting(
            Tables.model(Map.of("dense", Map.of("units", 5, "activation", "tanh"))), from);
    Model trained = trainedAndResumed(model, Fixtures.plan(60).with(Tables.both()), classes(300));
    float[] x = values(Fixtures.rows(100));
    try (Autoencoder autoencoder = Autoencoder.open(trained, engine)) {
      Tensor kinds =
          autoencoder.predict(Map.of("x", Tensor.view(Shape.of(100, Tables.WIDTH), x))).get("kind");
      assertThat(kinds.shape()).isEqualTo(Shape.of(100, Tables.CLASSES));
      int right = 0;
      for (int i = 0; i < 100; i++) {
        boolean positive = kinds.floatAt(3 * i + 1) > kinds.floatAt(3 * i);
        right += positive == x[i * Tables.WIDTH] > 0 ? 1 : 0;
      }
      assertThat(right).isGreaterThan(90);
    }
  }

  @Test
  void rowsWithoutALabelLeaveTheTermOut() {
    MemoryDataset rows = classes(40);
    float[] x = values(rows);
    float[] odd = new float[20 * Tables.WIDTH];
    int[] labels = new int[20];
    for (int i = 0; i < 20; i++) {
      int from = (2 * i + 1) * Tables.WIDTH;
      System.arraycopy(x, from, odd, i * Tables.WIDTH, Tables.WIDTH);
      labels[i] = x[from] > 0 ? 1 : 0;
    }
    Dataset labelled =
        MemoryDataset.of("labelled", Tensor.view(Shape.of(20, Tables.WIDTH), odd))
            .with(StreamSpec.label("label"), Tensor.of(Shape.of(20, 1), labels));
    Model model = Tables.predicting(Tables.model(Map.of("dense", Map.of("units", 5))));
    Objective objective =
        new Objective(
            Tables.loss("mse"),
            Tables.both().heads(),
            Map.of(),
            Map.of("reconstruction", Coefficient.of(0)));
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      assertThat(autoencoder.evaluate(objective, rows).get("loss"))
          .isCloseTo(autoencoder.evaluate(objective, labelled).get("loss"), within(1e-6));
    }
  }

  @Test
  void aLabelThatIsNoClassOfItsHeadIsRefusedBeforeTheRun() {
    for (int wrong : new int[] {Tables.CLASSES, -1}) {
      int[] labels = new int[20];
      labels[7] = wrong;
      Dataset rows =
          MemoryDataset.of(
                  "odd", Tensor.view(Shape.of(20, Tables.WIDTH), values(Fixtures.rows(20))))
              .with(StreamSpec.label("label"), Tensor.of(Shape.of(20, 1), labels));
      Model model = Tables.predicting(Tables.model(Map.of("dense", Map.of("units", 5))));
      assertThatThrownBy(() -> train(model, Fixtures.plan(1).with(Tables.both()), rows))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "odd label label: expected classes from 0 to 2 as head kind, got "
                  + wrong
                  + "; give the head's last layer as many units as there are classes");
    }
  }

  @Test
  void aTermThatNoRowHasIs0() {
    int[] none = new int[20];
    Arrays.fill(none, StreamSpec.NO_LABEL);
    Dataset rows =
        MemoryDataset.of("none", Tensor.view(Shape.of(20, Tables.WIDTH), values(Fixtures.rows(20))))
            .with(StreamSpec.label("label"), Tensor.of(Shape.of(20, 1), none));
    Model model = Tables.predicting(Tables.model(Map.of("dense", Map.of("units", 5))));
    Model trained = train(model, Fixtures.plan(2).with(Tables.both()), rows);
    assertThat(trained.history().epochs().getLast().terms().get("kind")).isZero();
    assertThat(trained.weight("heads/kind/dense_1/kernel"))
        .isEqualTo(model.weight("heads/kind/dense_1/kernel"));
  }
}
