package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.EngineException;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.EngineOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code concertina engines}. */
@Command(
    name = "engines",
    description = "Opens every engine and shows what it can do on this machine.")
final class EnginesCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Console console;
  private final PluginPath plugins;

  @Inject
  EnginesCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Map<String, Object> engines = new LinkedHashMap<>();
    plugins.registry().engines().forEach((name, factory) -> engines.put(name, describe(factory)));
    if (json) {
      console.result(Json.line(engines));
      return 0;
    }
    engines.forEach(
        (name, facts) -> {
          console.result(name);
          ((Map<?, ?>) facts)
              .forEach((fact, value) -> console.result("  %-28s %s".formatted(fact, text(value))));
        });
    return 0;
  }

  private static String text(Object value) {
    if (value instanceof List<?> names) {
      return names.isEmpty()
          ? "none"
          : names.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    return String.valueOf(value);
  }

  private static Map<String, Object> describe(EngineFactory factory) {
    Map<String, Object> facts = new LinkedHashMap<>();
    try (Engine engine = factory.open(EngineOptions.defaults())) {
      Capabilities can = engine.capabilities();
      for (EngineFeature feature : EngineFeature.values()) {
        facts.put(feature.toString(), can.has(feature));
      }
      facts.put("threads", can.threads());
      facts.put("settings", factory.settings().stream().sorted().toList());
      can.details().forEach(facts::putIfAbsent);
    } catch (EngineException e) {
      facts.put("unavailable", e.getMessage());
    }
    return facts;
  }
}
