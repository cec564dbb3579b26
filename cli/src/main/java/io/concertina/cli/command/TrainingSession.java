package io.concertina.cli.command;

import io.concertina.cli.config.DataSection;
import io.concertina.cli.config.RunConfiguration;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.Progress;
import io.concertina.cli.output.RunFolder;
import io.concertina.cli.output.RunPlace;
import io.concertina.cli.output.RunStart;
import io.concertina.data.Dataset;
import io.concertina.data.Datasets;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import io.concertina.plugin.archive.ArchiveCheckpointStore;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One training run of the command line: opens the data, trains, tests, saves. */
final class TrainingSession {

  private final RunConfiguration configuration;
  private final DataSection section;
  private final Registry registry;
  private final Sources sources;
  private final RunPlace place;
  private final Console console;

  TrainingSession(
      RunConfiguration configuration, Registry registry, RunPlace place, Console console) {
    this.configuration = configuration;
    this.section = configuration.data();
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
    TrainingData data = new TrainingData(sources, section);
    try (TrainingData.Parts parts = data.training(plan().batching().validationSplit());
        Beside validation =
            data.beside("validation", section.files().validation(), parts.training());
        Beside test = data.beside("test", section.files().test(), parts.training())) {
      parts.training().notes().forEach(console::message);
      parts.notes().forEach(console::message);
      validation.notes().forEach(console::message);
      test.notes().forEach(console::message);
      TrainingRows rows = rows(parts, validation);
      Model initial = initial(rows.split(plan().batching()).training());
      io.concertina.engine.EngineChoice engine =
          choice.of(registry, configuration.engine().name(), configuration.engine().options());
      try (RunFolder folder = place.open()) {
        Model trained = train(initial, rows, engine, folder, interruption);
        folder.writeConfiguration(configuration.tree());
        folder.writeHistory(trained.history());
        sources.format(folder.model()).write(trained, folder.model(), registry);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("engine", engine.factory().name());
        result.put("seed", plan().seed());
        result.put("epochs", epochs(trained));
        test.rows().ifPresent(held -> result.put("test", test(trained, engine, held)));
        result.put("model", folder.model().toString());
        result.put("seconds", (System.nanoTime() - start) / 1e9);
        folder.writeMetrics(result);
        return result;
      }
    }
  }

  private TrainingPlan plan() {
    return configuration.training().plan();
  }

  private TrainingRows rows(TrainingData.Parts parts, Beside validation) {
    Optional<Dataset> held = validation.rows().isPresent() ? validation.rows() : parts.validation();
    return new TrainingRows(parts.training(), held, section.augmentation());
  }

  private Model initial(Dataset rows) {
    ModelSpec spec = configuration.model().spec(rows.schema(), plan().objective().loss(), registry);
    Optional<Preprocessing> target =
        spec.target()
            .map(
                stream ->
                    section
                        .preprocessing()
                        .fit(
                            Datasets.renamed(
                                Datasets.only(rows, Set.of(stream.name())),
                                s -> s.as(Schema.X, StreamSpec.Role.FEATURE))));
    Preprocessing x =
        rows.schema().find(Schema.X).isPresent()
            ? section.preprocessing().fit(rows)
            : Preprocessing.none(spec.sample());
    String source =
        section
            .files()
            .train()
            .map(DataHash::of)
            .orElse(section.files().generate().map(Record::toString).orElse(""));
    Model initial = Model.initial(spec, new Scalings(x, target), plan().seed());
    return initial.with(initial.provenance().with(plan().describe(registry)).with("data", source));
  }

  private Model train(
      Model initial,
      TrainingRows rows,
      io.concertina.engine.EngineChoice engine,
      RunFolder folder,
      Interruption interruption) {
    try (Progress progress = new Progress(console, interruption)) {
      TrainingJob job =
          new TrainingJob(initial, plan(), rows, engine, TrainingJob.Saving.none())
              .saved(
                  new ArchiveCheckpointStore(folder.checkpoints()),
                  place.existing() == RunPlace.Existing.RESUME);
      List<TrainingListener> listeners = new ArrayList<>(configuration.training().listeners());
      listeners.addFirst(new RunStart(progress, () -> folder.begin(configuration.tree())));
      return configuration.training().trainer().train(job, TrainingListener.all(listeners));
    }
  }

  private Map<String, Double> test(
      Model trained, io.concertina.engine.EngineChoice choice, Dataset rows) {
    try (Engine engine = choice.open()) {
      return new TestRun(registry).of(trained, plan().objective(), engine, rows);
    }
  }

  private static List<Map<String, Object>> epochs(Model trained) {
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (Epoch epoch : trained.history().epochs()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("epoch", epoch.number());
      entry.putAll(epoch.values());
      entry.put("terms", epoch.terms());
      entry.put("coefficients", epoch.coefficients());
      epochs.add(entry);
    }
    return epochs;
  }
}
