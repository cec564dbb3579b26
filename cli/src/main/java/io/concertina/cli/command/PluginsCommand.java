package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.config.Factory;
import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.engine.EngineFactory;
import io.concertina.format.ModelFormat;
import io.concertina.metric.CodeStatistic;
import io.concertina.model.LayerCount;
import io.concertina.spi.Plugin;
import io.concertina.train.CheckpointFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code concertina plugins}. */
@Command(name = "plugins", description = "Lists the plugins and what they offer.")
final class PluginsCommand implements Callable<Integer> {

  private final Console console;
  private final PluginPath plugins;

  @Inject
  PluginsCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    for (Plugin plugin : plugins.registry().plugins()) {
      console.result(plugin.name());
      offers(plugin)
          .forEach(
              (kind, names) -> {
                if (!names.isEmpty()) {
                  console.result("  %-13s %s".formatted(kind, String.join(", ", names)));
                }
              });
    }
    return 0;
  }

  private static Map<String, List<String>> offers(Plugin plugin) {
    Map<String, List<String>> offers = new LinkedHashMap<>();
    offers.put("layers", names(plugin.layers()));
    offers.put("activations", names(plugin.activations()));
    offers.put("initializers", names(plugin.initializers()));
    offers.put("optimizers", names(plugin.optimizers()));
    offers.put("schedules", names(plugin.schedules()));
    offers.put("regularizers", names(plugin.regularizers()));
    offers.put("pruners", names(plugin.pruners()));
    offers.put("unit pruners", names(plugin.unitPruners()));
    offers.put("losses", names(plugin.losses()));
    offers.put("metrics", names(plugin.metrics()));
    offers.put("engines", plugin.engines().stream().map(EngineFactory::name).toList());
    offers.put("trainers", names(plugin.trainers()));
    offers.put("listeners", names(plugin.listeners()));
    offers.put("formats", formats(plugin));
    offers.put(
        "checkpoints", plugin.checkpointFormats().stream().map(CheckpointFormat::name).toList());
    offers.put("datasets", plugin.datasets().stream().map(DatasetFormat::name).toList());
    offers.put("row formats", plugin.rowFormats().stream().map(RowFormat::name).toList());
    offers.put("layer counts", plugin.layerCounts().stream().map(LayerCount::name).toList());
    offers.put("code counts", plugin.codeStatistics().stream().map(CodeStatistic::name).toList());
    return offers;
  }

  private static List<String> formats(Plugin plugin) {
    return Stream.concat(plugin.modelReaders().stream(), plugin.modelWriters().stream())
        .map(ModelFormat::name)
        .distinct()
        .toList();
  }

  private static List<String> names(List<? extends Factory<?>> factories) {
    return factories.stream().map(Factory::name).toList();
  }
}
