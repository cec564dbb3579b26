package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.config.Factory;
import io.concertina.data.DatasetFormat;
import io.concertina.engine.EngineFactory;
import io.concertina.format.ModelFormat;
import io.concertina.spi.Plugin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code concertina plugins}. */
@Command(name = "plugins", description = "Lists the plugins and what they offer.")
final class PluginsCommand implements Callable<Integer> {

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  PluginsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    for (Plugin plugin : parent.registry().plugins()) {
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
    offers.put("losses", names(plugin.losses()));
    offers.put("metrics", names(plugin.metrics()));
    offers.put("engines", plugin.engines().stream().map(EngineFactory::name).toList());
    offers.put("trainers", names(plugin.trainers()));
    offers.put("listeners", names(plugin.listeners()));
    offers.put("formats", plugin.formats().stream().map(ModelFormat::name).toList());
    offers.put("datasets", plugin.datasets().stream().map(DatasetFormat::name).toList());
    return offers;
  }

  private static List<String> names(List<? extends Factory<?>> factories) {
    return factories.stream().map(Factory::name).toList();
  }
}
