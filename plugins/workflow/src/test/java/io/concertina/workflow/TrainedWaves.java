package io.concertina.workflow;

import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.config.Settings;
import io.concertina.engine.EngineChoice;
import io.concertina.engine.EngineOptions;
import io.concertina.format.FormatOptions;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.workflow.file.DataFiles;
import io.concertina.workflow.file.DataPlan;
import io.concertina.workflow.file.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model of four columns in a folder, with its training and test rows.
 *
 * @param folder holds {@code train.csv}, {@code test.csv} and {@code model.concertina}
 */
record TrainedWaves(Path folder) {

  static final Registry REGISTRY = Registry.load();

  static final EngineChoice ENGINE =
      new EngineChoice(REGISTRY.engine("native"), EngineOptions.defaults().withThreads(1));

  static TrainedWaves in(Path folder) throws IOException {
    SmallFiles.waves(folder.resolve("train.csv"), 60);
    SmallFiles.labelled(folder.resolve("test.csv"), 40);
    TrainedWaves waves = new TrainedWaves(folder);
    Model model = waves.training(5).run(ENGINE, TrainingListener.none());
    new Sources(REGISTRY).write(model, waves.model(), FormatOptions.defaults());
    return waves;
  }

  Training training(int epochs) {
    DataFiles files = DataFiles.of(train()).validated(train()).tested(train());
    return Training.of(REGISTRY, DataPlan.of(files), design(), plan(epochs));
  }

  static ModelDesign design() {
    return ModelDesign.of(List.of(dense(8, relu()), dense(2)), List.of(dense(8, relu()), dense(4)));
  }

  static TrainingPlan plan(int epochs) {
    Map<String, Object> settings =
        Map.of("epochs", epochs, "batch", 16, "loss", "mse", "optimizer", "adam");
    return TrainingPlan.read(new Settings("training", settings, REGISTRY), 1);
  }

  Path train() {
    return folder.resolve("train.csv");
  }

  Path test() {
    return folder.resolve("test.csv");
  }

  Path model() {
    return folder.resolve("model.concertina");
  }

  Model read() {
    return new Sources(REGISTRY).model(model());
  }

  OpenModel open() {
    return OpenModel.open(model(), REGISTRY, ENGINE);
  }
}
