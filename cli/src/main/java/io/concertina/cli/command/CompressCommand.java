package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Inputs;
import io.concertina.cli.output.Json;
import io.concertina.format.ExportReport;
import io.concertina.format.FormatOptions;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

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

  @Mixin private ValuesChoice values = new ValuesChoice();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  CompressCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Inputs.of(model).requireOther("--output", output);
    Registry registry = parent.registry();
    Sources sources = new Sources(registry);
    Model read = sources.model(model);
    long before = bytes(model);
    FormatOptions options = values.options();
    ExportReport report = sources.format(output).write(read, output, registry, options);
    if (json) {
      console.result(Json.line(describe(report, before, options)));
    } else {
      report.notes().forEach(console::message);
      console.message(
          "%s: %d bytes, was %d (%.1f times)"
              .formatted(output, report.bytes(), before, (double) before / report.bytes()));
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

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new DataException(file + ": expected a readable file, got " + Reason.of(e), e);
    }
  }
}
