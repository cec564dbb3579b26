package io.concertina.cli.command;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.cli.config.DataSection;
import io.concertina.cli.config.RunConfiguration;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.Json;
import io.concertina.cli.output.Progress;
import io.concertina.cli.output.RunFolder;
import io.concertina.cli.output.RunPlace;
import io.concertina.cli.output.RunStart;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.metric.Metric;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.archive.ArchiveCheckpointStore;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One training run of the command line: opens the data, trains, tests, saves. */
final class TrainingSession {

  private final RunConfiguration configuration;
  private final DataSection data;
  private final Registry registry;
  private final Sources sources;
  private final RunPlace place;
  private final Console console;

  TrainingSession(
      RunConfiguration configuration, Registry registry, RunPlace place, Console console) {
    this.configuration = configuration;
    this.data = configuration.data();
    this.registry = registry;
    this.sources = new Sources(registry);
    this.place = place;
    this.console = console;
  }

  /**
   * Runs to the end or to an interruption.
   *
   * @return what {@code train --json} prints
   */
  Map<String, Object> run(EngineChoice choice, Interruption interruption) {
    long start = System.nanoTime();
    try (Dataset rows = training();
        Beside validation = beside(data.validation(), rows);
        Beside test = beside(data.test(), rows)) {
      Model initial = initial(rows);
      try (Engine engine = choice.open(registry, configuration.engine(), configuration.options());
          RunFolder folder = place.open()) {
        Model trained = train(initial, rows, validation.rows(), engine, folder, interruption);
        folder.writeConfiguration(configuration.tree());
        folder.writeHistory(trained.history());
        sources.format(folder.model()).write(trained, folder.model(), registry);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("engine", engine.name());
        result.put("seed", configuration.plan().seed());
        result.put("epochs", epochs(trained));
        test.rows().ifPresent(held -> result.put("test", test(trained, engine, held)));
        result.put("model", folder.model().toString());
        result.put("seconds", (System.nanoTime() - start) / 1e9);
        folder.writeMetrics(result);
        return result;
      }
    }
  }

  /** Opens rows before the training begins, so that a fault in them costs nothing. */
  private Beside beside(Optional<Path> file, Dataset training) {
    if (file.isEmpty()) {
      return new Beside(Optional.empty());
    }
    Dataset rows = sources.open(file.get(), options());
    String name = rows.name();
    Shape sample = rows.sample();
    List<String> columns = rows.columns();
    boolean named = !columns.isEmpty() && !training.columns().isEmpty();
    if (sample.equals(training.sample()) && (!named || columns.equals(training.columns()))) {
      return new Beside(Optional.of(rows));
    }
    rows.close();
    throw named
        ? new DataException(name, "the training rows' columns " + training.columns(), columns)
        : new DataException(name, "rows " + training.sample() + " like the training rows", sample);
  }

  private Dataset training() {
    if (data.train().isPresent()) {
      return sources.open(data.train().get(), options());
    }
    return data.generate()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "data.train", "a file, or --data FILE on the command line", "none"))
        .dataset();
  }

  private DatasetOptions options() {
    List<String> left = new ArrayList<>(data.exclude());
    if (!data.labels().isEmpty()) {
      left.add(data.labels());
    }
    DatasetOptions options =
        data.columns().isEmpty()
            ? DatasetOptions.defaults().without(left)
            : DatasetOptions.defaults().only(data.columns());
    return options.with(data.preprocessing().missing());
  }

  private Model initial(Dataset rows) {
    long learning =
        data.validation().isPresent()
            ? rows.size()
            : rows.size() - configuration.plan().held(rows.size());
    Preprocessing preprocessing = data.preprocessing().fit(rows.rows(0, learning));
    ModelSpec spec =
        ModelSpec.read(
            "model", rows.sample(), configuration.encoder(), configuration.decoder(), registry);
    String source =
        data.train().map(DataHash::of).orElse(data.generate().map(Record::toString).orElse(""));
    return Model.initial(spec, preprocessing, configuration.plan().seed())
        .withColumns(rows.columns())
        .with("data", source)
        .with(FineTuning.FACT, Json.line(configuration.training()));
  }

  private Model train(
      Model initial,
      Dataset rows,
      Optional<Dataset> validation,
      Engine engine,
      RunFolder folder,
      Interruption interruption) {
    try (Progress progress = new Progress(console, interruption)) {
      TrainingJob job =
          new TrainingJob(
              initial,
              configuration.plan(),
              rows,
              validation,
              engine,
              new ArchiveCheckpointStore(folder.checkpoints()),
              place.existing() == RunPlace.Existing.RESUME);
      RunStart start = new RunStart(progress, () -> folder.begin(configuration.tree()));
      return registry.trainer(configuration.trainer()).train(job, start);
    }
  }

  private Map<String, Double> test(Model trained, Engine engine, Dataset rows) {
    Objective planned = configuration.plan().objective();
    Map<String, Metric> metrics = new LinkedHashMap<>();
    metrics.put("mse", registry.create(Metric.class, "metrics", "mse"));
    metrics.putAll(planned.metrics());
    try (Autoencoder model = Autoencoder.open(trained, engine)) {
      return model.evaluate(new Objective(planned.loss(), metrics), rows);
    }
  }

  private static List<Map<String, Object>> epochs(Model trained) {
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (Epoch epoch : trained.history().epochs()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("epoch", epoch.number());
      entry.putAll(epoch.values());
      epochs.add(entry);
    }
    return epochs;
  }
}
