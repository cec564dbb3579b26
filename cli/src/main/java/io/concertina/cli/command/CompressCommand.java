package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.option.ValuesOption;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Inputs;
import io.concertina.cli.output.Json;
import io.concertina.format.ExportReport;
import io.concertina.format.FormatOptions;
import io.concertina.workflow.Compression;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concertina compress}. */
@Command(
    name = "compress",
    description = "Writes a model in fewer bytes, with kernels in fewer bits.")
final class CompressCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The model file to write.")
  private Path output = Path.of("");

  @Mixin private ValuesOption values = new ValuesOption();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Console console;
  private final PluginPath plugins;

  @Inject
  CompressCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Inputs.of(model).requireOther("--output", output);
    FormatOptions options = values.options();
    Compression done = Compression.of(plugins.registry(), model, output, options);
    ExportReport report = done.report();
    if (json) {
      console.result(Json.line(describe(report, done.before(), options)));
    } else {
      report.notes().forEach(console::message);
      console.message(
          "%s: %d bytes, was %d (%.1f times)"
              .formatted(
                  output, report.bytes(), done.before(), (double) done.before() / report.bytes()));
    }
    return 0;
  }

  private static Map<String, Object> describe(
      ExportReport report, long before, FormatOptions options) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("model", report.file().toString());
    tree.put("values", options.values().name().toLowerCase(Locale.ROOT));
    tree.put("file_bytes", report.bytes());
    tree.put("file_bytes_before", before);
    tree.put("notes", report.notes());
    return tree;
  }
}
