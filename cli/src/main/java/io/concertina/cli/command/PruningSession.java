package io.concertina.cli.command;

import io.concertina.ConfigurationException;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Interruption;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.format.FormatOptions;
import io.concertina.format.ModelFormat;
import io.concertina.model.Model;
import io.concertina.plugin.pruning.UnitPruner;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One pruning run of the command line: opens model and data, prunes, trains, tests, saves. */
final class PruningSession {

  private final Registry registry;
  private final Sources sources;
  private final Console console;
  private final FineTuning tuning;
  private final Optional<UnitPruner> units;
  private final Optional<Pruner> pruner;

  /**
   * A run.
   *
   * @param tuning how what is left is trained
   * @param units takes units out, if any are to go
   * @param pruner takes weights out, if any are to go
   */
  PruningSession(
      Registry registry,
      Console console,
      FineTuning tuning,
      Optional<UnitPruner> units,
      Optional<Pruner> pruner) {
    this.registry = registry;
    this.sources = new Sources(registry);
    this.console = console;
    this.tuning = tuning;
    this.units = units;
    this.pruner = pruner;
  }

  /**
   * Runs to the end or to an interruption, after which nothing is saved.
   *
   * @return what {@code prune --json} prints
   */
  Map<String, Object> run(
      Path file,
      Path data,
      Optional<Path> test,
      Path output,
      FormatOptions options,
      EngineChoice choice,
      Interruption interruption) {
    long start = System.nanoTime();
    ModelFormat format = sources.format(output);
    requireFolder(output);
    Model dense = sources.model(file);
    TrainingPlan plan = tuning.plan(dense, registry);
    Samples samples = new Samples(sources, dense);
    try (Dataset rows = samples.labelled(data);
        Beside held = Beside.of(test.map(samples::labelled));
        Engine engine = choice.open(registry, "native", EngineOptions.defaults())) {
      Model smaller = units.map(u -> u.apply(dense, engine, rows, plan.seed())).orElse(dense);
      Model pruned =
          new PruningRun(registry, console, tuning, pruner)
              .apply(smaller, rows, engine, interruption);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("engine", engine.name());
      result.put("sparsity", Sparsity.of(pruned.masks()));
      held.rows()
          .ifPresent(
              r ->
                  result.put(
                      "test", new TestRun(registry).of(pruned, plan.objective(), engine, r)));
      if (!interruption.requested()) {
        long bytes = format.write(pruned, output, registry, options).bytes();
        result.put("model", output.toString());
        result.put("file_bytes", bytes);
      }
      result.put("seconds", (System.nanoTime() - start) / 1e9);
      return result;
    }
  }

  private static void requireFolder(Path output) {
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ConfigurationException(
          "--output", "a file in a folder that exists", output + "; make the folder first");
    }
  }
}
