package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.ExitCode;
import io.concertina.cli.config.ConfigurationFile;
import io.concertina.cli.config.RunConfiguration;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Inputs;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.Json;
import io.concertina.cli.output.RunPlace;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code concertina train}. */
@Command(
    name = "train",
    description = "Trains an autoencoder as a configuration says and saves it in a run folder.")
final class TrainCommand implements Callable<Integer> {

  @Option(names = "--config", required = true, paramLabel = "FILE", description = "What to train.")
  private Path config = Path.of("");

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

  @Mixin private EngineChoice engine = new EngineChoice();

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (resume && output == null) {
      throw new ConfigurationException("--resume", "--output DIR of the run to continue", "none");
    }
    if (resume && overwrite) {
      throw new ConfigurationException("--resume", "no --overwrite beside it", "both");
    }
    Registry registry = parent.registry();
    ConfigurationFile.notes(System.getenv()).forEach(console::message);
    Map<String, Object> tree = ConfigurationFile.read(config, System.getenv(), settings());
    RunConfiguration.replace(tree, data, test);
    RunConfiguration configuration = RunConfiguration.read(config, tree, registry);
    RunPlace place = place(configuration);
    place.check();
    place.requireOther(new Inputs(List.copyOf(configuration.data().paths().values())), config);
    try (Interruption interruption = new Interruption()) {
      Map<String, Object> result =
          new TrainingSession(configuration, registry, place, console).run(engine, interruption);
      if (json) {
        console.result(Json.line(result));
      } else {
        TrainingSummary.print(result, console);
      }
      return interruption.requested() ? ExitCode.INTERRUPTED : ExitCode.SUCCESS;
    }
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
