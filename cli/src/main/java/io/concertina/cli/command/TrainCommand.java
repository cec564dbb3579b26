package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.config.ConfigurationFile;
import io.concertina.cli.config.RunConfiguration;
import io.concertina.cli.option.EngineOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import io.concertina.cli.output.Inputs;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.Json;
import io.concertina.cli.output.Progress;
import io.concertina.cli.output.RunFolder;
import io.concertina.cli.output.RunPlace;
import io.concertina.cli.output.RunStart;
import io.concertina.engine.EngineChoice;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.workflow.Training;
import io.concertina.workflow.TrainingSession;
import io.concertina.workflow.WeightTransfer;
import io.concertina.workflow.file.DataFiles;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code concertina train}. */
@Command(
    name = "train",
    description = "Trains an autoencoder as a configuration says and saves it in a run folder.")
final class TrainCommand implements Callable<Integer> {

  @Option(names = "--config", required = true, paramLabel = "FILE", description = "What to train.")
  private Path config = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description = "Begin with the weights of this model, as far as names and shapes fit.")
  private @Nullable Path from;

  @Option(names = "--data", paramLabel = "FILE", description = "Training rows.")
  private @Nullable Path data;

  @Option(names = "--test", paramLabel = "FILE", description = "Test rows.")
  private @Nullable Path test;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training rows.")
  private @Nullable Integer epochs;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private @Nullable Long seed;

  @Option(
      names = "--trainer",
      paramLabel = "NAME",
      description = "Who trains; see concertina plugins.")
  private @Nullable String trainer;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override a value, for instance --set training.batch=64.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Run folder. Default: runs/NAME-TIME.")
  private @Nullable Path output;

  @Option(names = "--resume", description = "Continue the run in the run folder.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace a run that is in the run folder.")
  private boolean overwrite;

  @Option(names = "--json", description = "Print the results as one JSON object.")
  private boolean json;

  @Mixin private EngineOption engine = new EngineOption();

  private final Console console;
  private final PluginPath plugins;

  @Inject
  TrainCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    if (resume && output == null) {
      throw new ConfigurationException("--resume", "--output DIR of the run to continue", "none");
    }
    if (resume && overwrite) {
      throw new ConfigurationException("--resume", "no --overwrite beside it", "both");
    }
    Registry registry = plugins.registry();
    ConfigurationFile.notes(System.getenv()).forEach(console::message);
    Map<String, Object> tree = ConfigurationFile.read(config, System.getenv(), settings());
    RunConfiguration.replace(tree, data, test);
    RunConfiguration configuration = RunConfiguration.read(config, tree, registry);
    RunPlace place = place(configuration);
    place.check();
    List<Path> inputs = new ArrayList<>(configuration.data().paths().values());
    if (from != null) {
      inputs.add(from);
    }
    place.requireOther(new Inputs(inputs), config);
    requireRows(configuration.data().files());
    try (Interruption interruption = new Interruption()) {
      Map<String, Object> result = train(configuration, registry, place, interruption);
      if (json) {
        console.result(Json.line(result));
      } else {
        TrainingSummary.print(result, console);
      }
      return interruption.requested() ? ExitCode.INTERRUPTED : ExitCode.SUCCESS;
    }
  }

  private static void requireRows(DataFiles files) {
    if (files.train().isEmpty() && files.generate().isEmpty()) {
      throw new ConfigurationException(
          "data.train", "a file, or --data FILE on the command line", "none");
    }
  }

  /** Trains, tests and saves; gives what {@code --json} prints. */
  private Map<String, Object> train(
      RunConfiguration configuration,
      Registry registry,
      RunPlace place,
      Interruption interruption) {
    long start = System.nanoTime();
    Training training = training(configuration, registry);
    try (TrainingSession session = training.open()) {
      session.notes().forEach(console::message);
      Optional<WeightTransfer> transfer = transfer(session, registry);
      Model initial = transfer.map(WeightTransfer::model).orElseGet(session::initial);
      EngineChoice choice =
          engine.of(registry, configuration.engine().name(), configuration.engine().options());
      try (RunFolder folder = place.open()) {
        TrainingJob.Saving saving =
            new TrainingJob.Saving(
                registry.checkpointFormat("concertina").in(folder.checkpoints()),
                place.existing() == RunPlace.Existing.RESUME);
        Model trained;
        try (Progress progress = new Progress(console, interruption)) {
          List<TrainingListener> listeners = new ArrayList<>(configuration.training().listeners());
          listeners.addFirst(new RunStart(progress, () -> folder.begin(configuration.tree())));
          trained = session.train(initial, choice, saving, TrainingListener.all(listeners));
        }
        folder.writeConfiguration(configuration.tree());
        folder.writeHistory(trained.history());
        registry.modelWriter(folder.model()).write(trained, folder.model(), registry);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("engine", choice.factory().name());
        result.put("seed", training.plan().seed());
        transfer.ifPresent(weights -> result.put("from", told(weights)));
        result.put("epochs", TrainingSummary.epochs(trained.history()));
        session.test(trained, choice).ifPresent(test -> result.put("test", test));
        result.put("model", folder.model().toString());
        result.put("seconds", (System.nanoTime() - start) / 1e9);
        folder.writeMetrics(result);
        return result;
      }
    }
  }

  /** The model before training with the weights of {@code --from}, if there is one. */
  private Optional<WeightTransfer> transfer(TrainingSession session, Registry registry) {
    if (from == null) {
      return Optional.empty();
    }
    Model other = new Sources(registry).model(from);
    WeightTransfer transfer = WeightTransfer.of(other, session.initial());
    transfer.report().forEach(console::message);
    return Optional.of(transfer);
  }

  private static Map<String, Object> told(WeightTransfer weights) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("taken", weights.taken());
    tree.put("fresh", weights.fresh());
    tree.put("unused", weights.unused());
    return tree;
  }

  private static Training training(RunConfiguration configuration, Registry registry) {
    return new Training(
        registry,
        configuration.data(),
        (rows, loss) -> configuration.model().spec(rows, loss, registry),
        configuration.training().plan(),
        configuration.training().trainer(),
        configuration.score());
  }

  /** The options that stand for a key of the configuration, and {@code --set}. */
  private List<String> settings() {
    List<String> settings = new ArrayList<>(overrides);
    if (epochs != null) {
      settings.add("training.epochs=" + epochs);
    }
    if (seed != null) {
      settings.add("seed=" + seed);
    }
    if (trainer != null) {
      settings.add("trainer=" + trainer);
    }
    settings.addAll(engine.settings());
    return settings;
  }

  private RunPlace place(RunConfiguration configuration) {
    if (output == null) {
      return new RunPlace(defaultFolder(configuration), RunPlace.Existing.ASIDE);
    }
    if (resume) {
      return new RunPlace(output, RunPlace.Existing.RESUME);
    }
    return new RunPlace(output, overwrite ? RunPlace.Existing.OVERWRITE : RunPlace.Existing.REFUSE);
  }

  private static Path defaultFolder(RunConfiguration configuration) {
    String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
    return Path.of("runs", configuration.name() + "-" + time);
  }
}
