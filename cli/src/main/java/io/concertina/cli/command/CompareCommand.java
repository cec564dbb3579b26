package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.EngineOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import io.concertina.cli.output.Json;
import io.concertina.engine.EngineOptions;
import io.concertina.spi.Registry;
import io.concertina.workflow.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concertina compare}. */
@Command(
    name = "compare",
    description =
        "Sets models side by side: size, work, speed on one thread unless --threads says otherwise,"
            + " and error.")
final class CompareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Model files.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "Rows to compare.")
  private Path data = Path.of("");

  @Option(names = "--json", description = "Print the results as one JSON object.")
  private boolean json;

  @Mixin private EngineOption engine = new EngineOption();

  private final Console console;
  private final PluginPath plugins;

  @Inject
  CompareCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Registry registry = plugins.registry();
    EngineOptions single = EngineOptions.defaults().withThreads(1);
    Comparison comparison =
        Comparison.of(registry, files, data, engine.of(registry, "native", single));
    List<Map<String, Object>> table =
        comparison.models().stream().map(Comparison.Entry::values).toList();
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("engine", comparison.engine());
      result.put("threads", comparison.threads());
      result.put("models", table);
      console.result(Json.line(result));
    } else {
      print(table);
    }
    return ExitCode.SUCCESS;
  }

  private void print(List<Map<String, Object>> table) {
    int width =
        table.stream().mapToInt(row -> String.valueOf(row.get("model")).length()).max().orElse(0);
    String format = "%-" + Math.max(5, width) + "s %12s %12s %12s %14s %12s %12s %10s %10s";
    console.result(
        format.formatted(
            "model",
            "parameters",
            "nonzero",
            "file bytes",
            "multiply-adds",
            "latency us",
            "samples/s",
            "mse",
            "bce"));
    for (Map<String, Object> row : table) {
      console.result(
          format.formatted(
              row.get("model"),
              row.get("parameters"),
              row.get("nonzero"),
              row.get("file_bytes"),
              row.get("multiply_adds"),
              number("%.1f", row.getOrDefault("latency_us", "-")),
              number("%.0f", row.getOrDefault("throughput", "-")),
              number("%.6f", row.getOrDefault("mse", "-")),
              number("%.6f", row.getOrDefault("cross_entropy", "-"))));
    }
  }

  private static String number(String format, Object value) {
    return value instanceof Double ? String.format(Locale.ROOT, format, value) : value.toString();
  }
}
