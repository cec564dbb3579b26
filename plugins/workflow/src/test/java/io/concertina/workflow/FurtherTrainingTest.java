package io.concertina.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.model.Model;
import io.concertina.model.Provenance;
import io.concertina.train.TrainingListener;
import io.concertina.workflow.file.DataFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FurtherTrainingTest {

  @TempDir private Path folder;
  private TrainedWaves waves;
  private Model model;

  @BeforeEach
  void train() throws IOException {
    waves = TrainedWaves.in(folder);
    model = waves.read();
  }

  @Test
  void aModelGoesOnAsItWasTrained() {
    Model further = further(DataFiles.of(waves.train()));
    assertThat(further.history().epochs()).hasSize(10);
    assertThat(further.history().epochs().getLast().values().get("loss"))
        .isLessThan(model.history().epochs().getLast().values().get("loss"));
    assertThat(further.provenance().plan()).isEqualTo(model.provenance().plan());
  }

  @Test
  void scalingsStayThoseOfTheModel() {
    assertThat(further(DataFiles.of(waves.test())).scalings()).isEqualTo(model.scalings());
  }

  @Test
  void thePlanChangesWhereItIsTold() {
    FurtherTraining training =
        FurtherTraining.of(
            TrainedWaves.REGISTRY, model, DataFiles.of(waves.train()), FurtherTrainingTest::longer);
    Model further = training.run(TrainedWaves.ENGINE, TrainingListener.none());
    assertThat(further.history().epochs()).hasSize(7);
    assertThat(further.facts()).containsEntry("seed", "9");
  }

  private static Map<String, Object> longer(Map<String, Object> plan) {
    Map<String, Object> changed = new LinkedHashMap<>(plan);
    changed.put("epochs", 2);
    changed.put("seed", 9);
    return changed;
  }

  @Test
  void testRowsAreMeasured() {
    DataFiles files = DataFiles.of(waves.train()).tested(waves.test());
    try (TrainingSession session = FurtherTraining.of(TrainedWaves.REGISTRY, model, files).open()) {
      assertThat(session.test(session.initial(), TrainedWaves.ENGINE).orElseThrow())
          .containsKeys("loss", "mse");
    }
  }

  @Test
  void rowsHaveTheColumnsOfTheModel() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b,c\n1,2,3\n");
    assertThatThrownBy(FurtherTraining.of(TrainedWaves.REGISTRY, model, DataFiles.of(other))::open)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(other.toString());
  }

  @Test
  void withoutRowsThereIsNoTraining() {
    DataFiles none =
        new DataFiles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    assertThatThrownBy(FurtherTraining.of(TrainedWaves.REGISTRY, model, none)::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("--data: expected a FILE of rows to train the model on, got none");
  }

  @Test
  void aModelWithoutAPlanNeedsAConfiguration() {
    Model unknown = model.with(Provenance.unknown());
    DataFiles files = DataFiles.of(waves.train());
    assertThatThrownBy(() -> FurtherTraining.of(TrainedWaves.REGISTRY, unknown, files))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--from: expected a model whose file says how it was trained");
  }

  private Model further(DataFiles files) {
    return FurtherTraining.of(TrainedWaves.REGISTRY, model, files)
        .run(TrainedWaves.ENGINE, TrainingListener.none());
  }
}
