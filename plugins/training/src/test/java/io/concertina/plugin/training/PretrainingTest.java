package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.train.Checkpoint;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that learn the codes of those before them, one after the other. */
class PretrainingTest {

  private static Map<String, Object> pretrain(Object... more) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("epochs", 2);
    settings.put("noise", 0.2);
    for (int i = 0; i < more.length; i += 2) {
      settings.put((String) more[i], more[i + 1]);
    }
    return Map.of("layers", settings);
  }

  private static TrainingPlan plan(Object pretrain, Object... more) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("optimizer", Map.of("adam", Map.of("rate", 0.01)));
    tree.put("epochs", 2);
    tree.put("batch", 16);
    tree.put("pretrain", pretrain);
    for (int i = 0; i < more.length; i += 2) {
      tree.put((String) more[i], more[i + 1]);
    }
    return read(tree);
  }

  private static TrainingPlan read(Map<String, Object> tree) {
    return TrainingPlan.read(new Settings("training", tree, Fixtures.REGISTRY), 3);
  }

  private static Model train(TrainingPlan plan, TrainingJob.Saving saving) {
    return train(Fixtures.model(1), plan, saving, Fixtures.rows(60));
  }

  private static Model train(
      Model model, TrainingPlan plan, TrainingJob.Saving saving, Dataset rows) {
    try (Engine engine = Fixtures.engine()) {
      TrainingJob job = TrainingJob.of(model, plan, rows, engine);
      return new LocalTrainer()
          .train(job.saved(saving.checkpoints(), saving.resume()), TrainingListener.none());
    }
  }

  private static Model train(Model model, TrainingPlan plan) {
    return train(model, plan, TrainingJob.Saving.none(), Fixtures.rows(60));
  }

  private static Model model(List<?> encoder, List<?> decoder) {
    Shape row = Fixtures.rows(1).sample();
    ModelSpec spec = ModelSpec.read("model", row, encoder, decoder, Fixtures.REGISTRY);
    return Model.initial(spec, Preprocessing.none(row), 1);
  }

  private static final Map<String, Object> TANH = Map.of("activation", Map.of("function", "tanh"));

  private static Map<String, Object> dense(int units) {
    return Map.of("dense", Map.of("units", units));
  }

  private static List<Double> column(Model model, String name) {
    return model.history().epochs().stream().map(epoch -> epoch.values().get(name)).toList();
  }

  @Test
  void eachPairOfLayersIsAPhase() {
    Model trained = train(plan(pretrain()), TrainingJob.Saving.none());
    assertThat(column(trained, "phase")).containsExactly(1.0, 1.0, 2.0, 2.0, 3.0, 3.0);
    assertThat(trained.history().epochs())
        .extracting(Epoch::number)
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aPhaseTrainsItsPairAlone() {
    Fixtures.Memory store = new Fixtures.Memory();
    train(plan(pretrain()), new TrainingJob.Saving(store, false));
    Model fresh = Fixtures.model(1);
    Checkpoint first = store.saved.get(1);
    Checkpoint second = store.saved.get(3);
    for (String name : fresh.weights().keySet()) {
      boolean outer = name.startsWith("encoder/dense_1/") || name.startsWith("decoder/dense_2/");
      assertThat(first.residents().view(name).equals(fresh.weight(name)))
          .as(name + " stands still in the first phase")
          .isEqualTo(!outer);
      assertThat(second.residents().view(name).equals(first.residents().view(name)))
          .as(name + " stands still in the second phase")
          .isEqualTo(outer);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aRunKilledInAnyEpochAndResumedEndsWithTheSameBits(int blocks) {
    TrainingPlan plan =
        plan(
            pretrain(),
            "blocks",
            blocks,
            "validation_split",
            0.2,
            "phases",
            List.of(Map.of("freeze", List.of("decoder")), Map.of("continue", true)));
    Fixtures.Memory store = new Fixtures.Memory();
    Model whole = train(plan, new TrainingJob.Saving(store, false));
    assertThat(store.saved).hasSize(8);
    for (Checkpoint killed : store.saved) {
      Fixtures.Memory left = new Fixtures.Memory();
      left.save(killed);
      assertThat(train(plan, new TrainingJob.Saving(left, true)))
          .as("killed after epoch " + killed.history().epochs().size())
          .isEqualTo(whole);
    }
  }

  @Test
  void aRunWithAnotherPretrainingIsNotContinued() {
    Fixtures.Memory store = new Fixtures.Memory();
    train(plan(pretrain()), new TrainingJob.Saving(store, false));
    for (TrainingPlan other :
        List.of(plan(pretrain("noise", 0.3)), plan(pretrain("loss", "mae")), Fixtures.plan(9))) {
      assertThatThrownBy(() -> train(other, new TrainingJob.Saving(store, true)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("resume");
    }
  }

  @Test
  void codesOfRowsThatComeInPassesAreLearnedAlike() {
    TrainingPlan plan = plan(pretrain(), "shuffle", "none");
    Dataset rows = Fixtures.rows(60);
    Model indexed = train(Fixtures.model(1), plan, TrainingJob.Saving.none(), rows);
    Dataset streamed = Fixtures.streamed(rows, 7);
    assertThat(train(Fixtures.model(1), plan, TrainingJob.Saving.none(), streamed).weights())
        .isEqualTo(indexed.weights());
  }

  @Test
  void layersWithoutAKernelStayWithTheOneBefore() {
    Model model =
        model(
            List.of(
                Map.of("gaussian_noise", Map.of("stddev", 0.1)),
                dense(8),
                "batch_norm",
                TANH,
                dense(3)),
            List.of(dense(8), "batch_norm", TANH, "dense"));
    Model trained = train(model, plan(pretrain()));
    assertThat(column(trained, "phase")).containsExactly(1.0, 1.0, 2.0, 2.0, 3.0, 3.0);
  }

  @Test
  void aTiedDecoderIsPairedWithTheKernelThatItBorrows() {
    Model model =
        model(
            List.of(dense(8), dense(3)),
            List.of(
                Map.of("tied_dense", Map.of("of", "encoder/dense_2")),
                Map.of("tied_dense", Map.of("of", "encoder/dense_1"))));
    assertThat(column(train(model, plan(pretrain())), "phase")).contains(1.0, 2.0, 3.0);
  }

  @Test
  void coefficientsAndRatesOfOtherLayersDoNotCount() {
    Model trained =
        train(
            Fixtures.model(1),
            plan(
                pretrain(),
                "rates",
                Map.of("encoder/dense_2", 0.5),
                "coefficients",
                Map.of("reconstruction", 2)));
    assertThat(trained.history().epochs()).hasSize(6);
  }

  @Test
  void theDescriptionOfAPlanMakesAnEqualOne() {
    TrainingPlan plan =
        plan(pretrain("loss", "mae"), "phases", List.of(Map.of("freeze", List.of("decoder"))));
    Map<String, Object> tree = plan.describe(Fixtures.REGISTRY);
    assertThat(read(tree).describe(Fixtures.REGISTRY)).isEqualTo(tree);
    assertThat(read(tree).pretraining()).isPresent();
    assertThat(read(tree).phases().getFirst().plan().pretraining()).isEmpty();
  }

  @Test
  void aWordIsEnough() {
    assertThat(plan("layers").pretraining().orElseThrow().epochs()).isEqualTo(10);
    assertThatThrownBy(() -> plan("layer"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.pretrain: expected layers, got [layer]");
  }

  @Test
  void aDecoderOfAnotherDepthIsRefused() {
    Model model = model(List.of(dense(8), dense(3)), List.of(dense(8), dense(9), "dense"));
    assertThatThrownBy(() -> train(model, plan(pretrain())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "training.pretrain: expected as many layers with a kernel in the decoder as in the"
                + " encoder, which has 2, got 3");
  }

  @Test
  void aDecoderOfAnotherWidthIsRefused() {
    Model model = model(List.of(dense(8), dense(3)), List.of(dense(9), "dense"));
    assertThatThrownBy(() -> train(model, plan(pretrain())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("decoder/dense_1 to give [8], which encoder/dense_2 reads, got [9]");
  }

  @Test
  void aGraphIsRefused() {
    Model model =
        model(
            List.of(
                dense(8),
                Map.of("dense", Map.of("units", 8), "name", "other", "from", "x"),
                Map.of("add", Map.of(), "from", List.of("dense_1", "other"))),
            List.of("dense"));
    assertThatThrownBy(() -> train(model, plan(pretrain())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "expected layers that each read the one before, got encoder/other, which reads [x]");
  }

  @Test
  void noiseWithWeightsIsRefused() {
    Map<String, Object> weights = Map.of("dense", Map.of("units", 8));
    assertThatThrownBy(() -> train(Fixtures.model(1), plan(pretrain("noise", weights))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.pretrain.layers.noise: expected a layer without weights");
  }
}
