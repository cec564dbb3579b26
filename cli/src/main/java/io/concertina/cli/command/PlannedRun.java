package io.concertina.cli.command;

import io.concertina.ConfigurationException;
import io.concertina.cli.config.RunConfiguration;
import io.concertina.cli.option.EngineOption;
import io.concertina.engine.EngineChoice;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingListener;
import io.concertina.workflow.FurtherTraining;
import io.concertina.workflow.Training;
import io.concertina.workflow.TrainingSession;
import io.concertina.workflow.file.DataFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A training run before its rows are open.
 *
 * @param name of the run folder
 * @param description the file that says what is trained: a configuration or a model
 * @param inputs the data files
 * @param tree everything, for the record
 * @param seed of the run
 * @param engine what computes
 * @param listeners who watches
 * @param opening opens the rows
 */
record PlannedRun(
    String name,
    Path description,
    List<Path> inputs,
    Map<String, Object> tree,
    long seed,
    EngineChoice engine,
    List<TrainingListener> listeners,
    Supplier<TrainingSession> opening) {

  /** What a configuration says. */
  static PlannedRun of(
      RunConfiguration configuration, Path file, Registry registry, EngineOption engine) {
    DataFiles files = configuration.data().files();
    if (files.train().isEmpty() && files.generate().isEmpty()) {
      throw new ConfigurationException(
          "data.train", "a file, or --data FILE on the command line", "none");
    }
    Training training =
        new Training(
            registry,
            configuration.data(),
            (rows, loss) -> configuration.model().spec(rows, loss, registry),
            configuration.training().plan(),
            configuration.training().trainer(),
            configuration.score());
    return new PlannedRun(
        configuration.name(),
        file,
        List.copyOf(configuration.data().paths().values()),
        configuration.tree(),
        training.plan().seed(),
        engine.of(registry, configuration.engine().name(), configuration.engine().options()),
        configuration.training().listeners(),
        training::open);
  }

  /** A model that is trained on. */
  static PlannedRun of(FurtherTraining training, Path model, EngineChoice engine) {
    Map<String, Object> data = new LinkedHashMap<>();
    training.files().paths().forEach((key, file) -> data.put(key, absolute(file)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", absolute(model));
    tree.put("data", data);
    tree.put("training", training.plan().describe(training.registry()));
    return new PlannedRun(
        model.getFileName().toString().replaceFirst("\\.[^.]*$", ""),
        model,
        List.copyOf(training.files().paths().values()),
        tree,
        training.plan().seed(),
        engine,
        List.of(),
        training::open);
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }
}
