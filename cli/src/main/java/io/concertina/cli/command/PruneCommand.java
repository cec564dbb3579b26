package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.config.PlanOverrides;
import io.concertina.cli.option.EngineOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.option.ValuesOption;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import io.concertina.cli.output.Inputs;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.Json;
import io.concertina.cli.output.Progress;
import io.concertina.format.ExportReport;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.UnitPruner;
import io.concertina.workflow.FineTuning;
import io.concertina.workflow.ModelPruning;
import io.concertina.workflow.PruningChoice;
import io.concertina.workflow.file.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
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
import picocli.CommandLine.Parameters;

/** {@code concertina prune}. */
@Command(
    name = "prune",
    description =
        "Takes weights away from a trained model, trains what is left, and saves the smaller"
            + " model.")
final class PruneCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Rows to measure gradients on and to train with.")
  private Path data = Path.of("");

  @Option(names = "--test", paramLabel = "FILE", description = "Test rows.")
  private @Nullable Path test;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "magnitude",
      description =
          "What goes first: weights of small magnitude, gradient-magnitude or movement (weight"
              + " times gradient), or random ones; units of small magnitude (norm) or activation,"
              + " or random ones. Default: ${DEFAULT-VALUE}.")
  private String method = "";

  @Option(
      names = "--sparsity",
      required = true,
      paramLabel = "S",
      description = "Share of zeros among the pruned weights, or of units that go; below 1.")
  private double sparsity;

  @Option(
      names = "--granularity",
      paramLabel = "WHAT",
      defaultValue = "weight",
      description =
          "What goes as one: weight, block, a block's size such as 4x1, or unit, which gives a"
              + " smaller dense model. Default: ${DEFAULT-VALUE}.")
  private String granularity = "";

  @Option(
      names = "--block",
      paramLabel = "ROWSxCOLUMNS",
      description = "Size of blocks. Default: 1x16.")
  private @Nullable String block;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "How zeros are shared out: layer, global, erdos_renyi or adaptive. Default: adaptive.")
  private @Nullable String scope;

  @Option(
      names = "--schedule",
      paramLabel = "KIND",
      description = "How zeros grow: constant, polynomial or cosine. Default: polynomial.")
  private @Nullable String schedule;

  @Option(
      names = "--begin",
      paramLabel = "EPOCH",
      description = "Epochs before the first decision. Default: 0.")
  private @Nullable Double begin;

  @Option(
      names = "--end",
      paramLabel = "EPOCH",
      description = "Epochs before the last decision. Default: a quarter of the fine-tuning.")
  private @Nullable Double end;

  @Option(
      names = "--include",
      paramLabel = "LAYER",
      description = "Prune only this layer, for instance decoder/dense_1. May be repeated.")
  private List<String> include = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "LAYER",
      description = "Leave this layer alone. May be repeated.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--fine-tune",
      paramLabel = "EPOCHS",
      defaultValue = "0",
      description = "Passes over the rows while and after pruning. Default: ${DEFAULT-VALUE}.")
  private int fineTune;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Change a training setting that the model was made with, for instance"
              + " --set optimizer.adam.rate=0.0005.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--rate",
      paramLabel = "FACTOR",
      description =
          "Learning rate as a multiple of the one that the model was made with. Default: 3 for"
              + " weights and blocks, 1 for units.")
  private @Nullable Double rate;

  @Option(names = "--seed", paramLabel = "N", description = "Seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "Model file.")
  private Path output = Path.of("");

  @Option(names = "--json", description = "Print the results as one JSON object.")
  private boolean json;

  @Mixin private ValuesOption values = new ValuesOption();

  @Mixin private EngineOption engine = new EngineOption();

  private final Console console;
  private final PluginPath plugins;

  @Inject
  PruneCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Inputs.of(model, data)
        .and(Optional.ofNullable(test).stream().toList())
        .requireOther("--output", output);
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new ConfigurationException("--sparsity", "at least 0 and below 1", sparsity);
    }
    if (fineTune < 0) {
      throw new ConfigurationException("--fine-tune", "at least 0 epochs", fineTune);
    }
    Registry registry = plugins.registry();
    ModelPruning pruning = pruning(registry);
    long start = System.nanoTime();
    registry.modelWriter(output);
    requireFolder(output);
    Model dense = new Sources(registry).model(model);
    try (Interruption interruption = new Interruption();
        Progress progress = new Progress(console, interruption)) {
      ModelPruning.Result pruned =
          pruning.run(dense, data, Optional.ofNullable(test), engine.of(registry), progress);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("engine", pruned.engine());
      result.put("sparsity", pruned.sparsity());
      if (test != null) {
        result.put("test", pruned.test());
      }
      if (!interruption.requested()) {
        ExportReport written =
            new Sources(registry).write(pruned.model(), output, values.options());
        result.put("model", output.toString());
        result.put("file_bytes", written.bytes());
      }
      result.put("seconds", (System.nanoTime() - start) / 1e9);
      if (json) {
        console.result(Json.line(result));
      } else {
        print(result);
      }
      return interruption.requested() ? ExitCode.INTERRUPTED : ExitCode.SUCCESS;
    }
  }

  private ModelPruning pruning(Registry registry) {
    boolean units = granularity.equals("unit");
    double usual = units ? FineTuning.DENSE_RATE : FineTuning.SPARSE_RATE;
    double factor = rate == null ? usual : rate;
    if (!(factor > 0 && Double.isFinite(factor))) {
      throw new ConfigurationException("--rate", "a factor above 0", factor);
    }
    FineTuning tuning = new FineTuning(fineTune, factor, seed, new PlanOverrides(overrides)::apply);
    return units
        ? ModelPruning.of(registry, tuning, units(registry))
        : ModelPruning.of(registry, tuning, weights().pruner(registry, "prune"));
  }

  private static void requireFolder(Path output) {
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ConfigurationException(
          "--output", "a file in a folder that exists", output + "; make the folder first");
    }
  }

  private UnitPruner units(Registry registry) {
    if (!include.isEmpty()) {
      throw new ConfigurationException("--include", "--exclude, for units", include);
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("criterion", method);
    settings.put("sparsity", sparsity);
    settings.put("scope", scope == null ? PruningChoice.SCOPE : scope);
    settings.put("exclude", exclude);
    return registry.create(UnitPruner.class, "prune", Map.of("ranked", settings));
  }

  private PruningChoice weights() {
    return new PruningChoice(
        method,
        sparsity,
        granularity.equals("block") && block != null ? block : granularity,
        scope == null ? PruningChoice.SCOPE : scope,
        PruningChoice.schedule(
            schedule == null ? "polynomial" : schedule,
            begin == null ? 0 : begin,
            end == null ? PruningChoice.end(fineTune) : end,
            fineTune),
        include,
        exclude);
  }

  private void print(Map<String, Object> result) {
    result.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> values) {
            values.forEach(
                (key, each) ->
                    console.result(
                        "%-18s %s".formatted(name + " " + key, TrainingSummary.number(each))));
          } else {
            console.result("%-18s %s".formatted(name, TrainingSummary.number(value)));
          }
        });
  }
}
