package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.AutoencoderBuilder;
import io.concertina.config.Settings;
import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.PreprocessingFit;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.train.EarlyStopping;
import io.concertina.train.TrainingPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training from Java by the builder. */
class BuilderTest {

  private static final List<String> COLUMNS = List.of("a", "b", "c");

  private static Dataset rows() {
    return MemoryDataset.of(
        "rows",
        Tensor.view(Shape.of(4, 3), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2}),
        COLUMNS);
  }

  private static AutoencoderBuilder builder() {
    Layer dense = Fixtures.REGISTRY.create(Layer.class, "layer", "dense");
    return Autoencoder.builder().encoder(dense).epochs(2).batch(2).seed(7);
  }

  @Test
  void theModelKeepsTheNamesOfItsColumns() {
    try (Autoencoder trained = builder().fit(rows())) {
      assertThat(trained.model().columns()).isEqualTo(COLUMNS);
    }
  }

  @Test
  void theModelKeepsThePlanOfItsTraining() {
    try (Autoencoder trained = builder().validationSplit(0.25).fit(rows())) {
      TrainingPlan plan =
          TrainingPlan.read(
              new Settings("training", trained.model().provenance().plan(), Fixtures.REGISTRY), 0);
      assertThat(plan.epochs()).isEqualTo(2);
      assertThat(plan.batch()).isEqualTo(2);
      assertThat(plan.seed()).isEqualTo(7);
      assertThat(plan.batching().validationSplit()).isEqualTo(0.25);
    }
  }

  @Test
  void layersAndScalingBesideAModelThatIsTrainedOnAreRefused() {
    try (Autoencoder first = builder().fit(rows())) {
      assertThatThrownBy(() -> builder().from(first.model()).fit(rows()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("layers beside from(model)");
      AutoencoderBuilder scaled =
          Autoencoder.builder().from(first.model()).scaling(PreprocessingFit.automatic());
      assertThatThrownBy(() -> scaled.fit(rows()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("a scaling beside from(model)");
    }
  }

  @Test
  void aModelIsTrainedOnByAnotherSeed() {
    try (Autoencoder first = builder().fit(rows());
        Autoencoder second = Autoencoder.builder().from(first.model()).seed(8).fit(rows())) {
      assertThat(second.model().provenance().plan().get("seed")).hasToString("8");
    }
  }

  @Test
  void phasesAreMadeOutOfAllElseThatIsSaid() {
    try (Autoencoder trained =
        builder().phase(plan -> plan).phase(plan -> plan.withEpochs(1)).fit(rows())) {
      assertThat(trained.model().history().epochs())
          .extracting(epoch -> epoch.values().get("phase"))
          .containsExactly(1.0, 1.0, 2.0);
    }
  }

  @Test
  void aModelIsTrainedOnByItsOwnPlan() {
    try (Autoencoder first = builder().validationSplit(0.25).fit(rows());
        Autoencoder second = Autoencoder.builder().from(first.model()).epochs(3).fit(rows())) {
      assertThat(second.model().history().epochs()).hasSize(2 + 3);
      TrainingPlan plan =
          TrainingPlan.read(
              new Settings("training", second.model().provenance().plan(), Fixtures.REGISTRY), 0);
      assertThat(plan.batch()).isEqualTo(2);
      assertThat(plan.seed()).isEqualTo(7);
      assertThat(second.model().spec()).isEqualTo(first.model().spec());
      assertThat(second.model().weights()).isNotEqualTo(first.model().weights());
    }
  }

  @Test
  void aLayerThatNoPluginOffersIsRefusedBeforeTraining() {
    Layer own = (scope, x) -> x;
    assertThatThrownBy(() -> Autoencoder.builder().encoder(own).fit(rows()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a factory in a plugin");
  }

  @Test
  void rowsOfNumbersAreRows() {
    try (Autoencoder trained = builder().fit(new float[][] {{1, 2, 3}, {4, 5, 6}})) {
      assertThat(trained.score(1, 2, 3)).isNotNegative();
      assertThatThrownBy(() -> trained.score(1, 2)).hasMessage("sample: expected 3 numbers, got 2");
    }
  }

  @Test
  void aRunEndsEarlyWhereTheBuilderSaysSo() {
    try (Autoencoder trained =
        builder()
            .epochs(50)
            .validation(rows())
            .earlyStopping(new EarlyStopping("val_loss", 1, 1e9, false))
            .fit(rows())) {
      assertThat(trained.model().history().epochs()).hasSizeLessThan(5);
    }
  }

  @Test
  void aBuilderWithoutLayersIsRefused() {
    assertThatThrownBy(() -> Autoencoder.builder().fit(rows()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "autoencoder: expected layers for its encoder and decoder, got none; call encoder and"
                + " decoder");
  }
}
