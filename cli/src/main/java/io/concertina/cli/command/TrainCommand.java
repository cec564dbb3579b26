package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.config.ConfigurationFile;
import io.concertina.cli.config.PlanOverrides;
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
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.workflow.FurtherTraining;
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
    description =
        "Trains an autoencoder as a configuration says, or on from a model, and saves it in a run"
            + " folder.")
final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What to train. Not needed with --from.")
  private @Nullable Path config;

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Begin with the weights of this model, as far as names and shapes fit. Without --config,"
              + " its own layers, scaling and training settings, too.")
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
    PlannedRun run = planned(registry);
    RunPlace place = place(run.name());
    place.check();
    List<Path> inputs = new ArrayList<>(run.inputs());
    if (from != null) {
      inputs.add(from);
    }
    place.requireOther(new Inputs(inputs), run.description());
    try (Interruption interruption = new Interruption()) {
      Map<String, Object> result = train(run, registry, place, interruption);
      if (json) {
        console.result(Json.line(result));
      } else {
        TrainingSummary.print(result, console);
      }
      return interruption.requested() ? ExitCode.INTERRUPTED : ExitCode.SUCCESS;
    }
  }

  private PlannedRun planned(Registry registry) {
    if (config != null) {
      ConfigurationFile.notes(System.getenv()).forEach(console::message);
      Map<String, Object> tree = ConfigurationFile.read(config, System.getenv(), settings());
      RunConfiguration.replace(tree, data, test);
      return PlannedRun.of(RunConfiguration.read(config, tree, registry), config, registry, engine);
    }
    if (from == null) {
      throw new ConfigurationException("train", "--config FILE, or --from MODEL", "neither");
    }
    if (data == null) {
      throw new ConfigurationException(
          "--data", "a FILE of rows to train the model of --from on", "none");
    }
    DataFiles files = DataFiles.of(data);
    FurtherTraining training =
        FurtherTraining.of(
            registry,
            new Sources(registry).model(from),
            test == null ? files : files.tested(test),
            PlanOverrides.ofTraining(planSettings("training.seed"))::apply);
    return PlannedRun.of(
        trainer == null ? training : training.with(registry.trainer(trainer)),
        from,
        engine.of(registry));
  }

  /** Trains, tests and saves; gives what {@code --json} prints. */
  private Map<String, Object> train(
      PlannedRun run, Registry registry, RunPlace place, Interruption interruption) {
    long start = System.nanoTime();
    try (TrainingSession session = run.opening().get()) {
      session.notes().forEach(console::message);
      Optional<WeightTransfer> transfer = transfer(session, registry);
      Model initial = transfer.map(WeightTransfer::model).orElseGet(session::initial);
      try (RunFolder folder = place.open()) {
        TrainingJob.Saving saving =
            new TrainingJob.Saving(
                registry.checkpointFormat("concertina").in(folder.checkpoints()),
                place.existing() == RunPlace.Existing.RESUME);
        Model trained;
        try (Progress progress = new Progress(console, interruption)) {
          List<TrainingListener> listeners = new ArrayList<>(run.listeners());
          listeners.addFirst(new RunStart(progress, () -> folder.begin(run.tree())));
          trained = session.train(initial, run.engine(), saving, TrainingListener.all(listeners));
        }
        folder.writeConfiguration(run.tree());
        folder.writeHistory(trained.history());
        registry.modelWriter(folder.model()).write(trained, folder.model(), registry);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("engine", run.engine().factory().name());
        result.put("seed", run.seed());
        transfer.ifPresent(weights -> result.put("from", told(weights)));
        result.put("epochs", TrainingSummary.epochs(trained.history()));
        session.test(trained, run.engine()).ifPresent(test -> result.put("test", test));
        result.put("model", folder.model().toString());
        result.put("seconds", (System.nanoTime() - start) / 1e9);
        folder.writeMetrics(result);
        return result;
      }
    }
  }

  /** A configuration's model with the weights of {@code --from}, if there is one. */
  private Optional<WeightTransfer> transfer(TrainingSession session, Registry registry) {
    if (from == null || config == null) {
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

  /** The options that stand for a key of the configuration, and {@code --set}. */
  private List<String> settings() {
    List<String> settings = planSettings("seed");
    if (trainer != null) {
      settings.add("trainer=" + trainer);
    }
    settings.addAll(engine.settings());
    return settings;
  }

  /**
   * Those of how a model is trained.
   *
   * @param seedKey where the seed stands
   */
  private List<String> planSettings(String seedKey) {
    List<String> settings = new ArrayList<>(overrides);
    if (epochs != null) {
      settings.add("training.epochs=" + epochs);
    }
    if (seed != null) {
      settings.add(seedKey + "=" + seed);
    }
    return settings;
  }

  private RunPlace place(String name) {
    if (output == null) {
      return new RunPlace(defaultFolder(name), RunPlace.Existing.ASIDE);
    }
    if (resume) {
      return new RunPlace(output, RunPlace.Existing.RESUME);
    }
    return new RunPlace(output, overwrite ? RunPlace.Existing.OVERWRITE : RunPlace.Existing.REFUSE);
  }

  private static Path defaultFolder(String name) {
    String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
    return Path.of("runs", name + "-" + time);
  }
}
