package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.cli.ExitCode;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.RowReader;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
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
import picocli.CommandLine.ParentCommand;

/** {@code concertina compare}. */
@Command(
    name = "compare",
    description =
        "Sets models side by side: size, work, speed on one thread unless --threads says otherwise,"
            + " and error.")
final class CompareCommand implements Callable<Integer> {

  /** Rows per run for throughput. */
  private static final int BATCH = 256;

  @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Model files.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "Rows to compare.")
  private Path data = Path.of("");

  @Option(names = "--json", description = "Print the results as one JSON object.")
  private boolean json;

  @Mixin private EngineChoice engine = new EngineChoice();

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Registry registry = parent.registry();
    Sources sources = new Sources(registry);
    List<Model> models = files.stream().map(sources::model).toList();
    requireOneSample(models);
    List<Map<String, Object>> table = new ArrayList<>();
    EngineOptions single = EngineOptions.defaults().withThreads(1);
    try (Dataset rows = new Samples(sources, models.getFirst()).open(data);
        Engine open = engine.open(registry, "native", single)) {
      double[] latencies = new Stopwatch(open).seconds(models, first(rows, 1));
      double[] batches = new Stopwatch(open).seconds(models, first(rows, BATCH));
      for (int i = 0; i < models.size(); i++) {
        Map<String, Object> row = size(files.get(i), models.get(i));
        row.put("latency_us", latencies[i] * 1e6);
        row.put("throughput", BATCH / batches[i]);
        row.putAll(ReconstructionError.of(models.get(i), open, rows));
        table.add(row);
      }
      if (json) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("engine", open.name());
        result.put("threads", open.capabilities().threads());
        result.put("models", table);
        console.result(Json.line(result));
      } else {
        print(table);
      }
    }
    return ExitCode.SUCCESS;
  }

  private void requireOneSample(List<Model> models) {
    Model first = models.getFirst();
    for (int i = 1; i < models.size(); i++) {
      Model model = models.get(i);
      if (!model.spec().sample().equals(first.spec().sample())
          || !model.columns().equals(first.columns())) {
        throw new DataException(
            files.get(i).toString(),
            "a model of rows " + first.spec().sample() + " like " + files.getFirst(),
            "one of " + model.spec().sample());
      }
    }
  }

  /** The first rows, and when there are fewer the same again. */
  private static Map<String, Tensor> first(Dataset rows, int count) {
    Batch read = new Batch(rows.schema(), count);
    int n;
    try (RowReader reader = rows.read()) {
      n = reader.fill(read, count);
    }
    if (n == 0) {
      throw new DataException(rows.name(), "at least one row", "none");
    }
    for (int row = n; row < count; row++) {
      read.add(read, row - n);
    }
    return read.tensors();
  }

  private static Map<String, Object> size(Path file, Model model) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("model", file.toString());
    row.put("parameters", model.weights().values().stream().mapToLong(Tensor::size).sum());
    row.put("nonzero", model.weights().values().stream().mapToLong(Sparsity::nonzero).sum());
    try {
      row.put("file_bytes", Files.size(file));
    } catch (IOException e) {
      throw new DataException(file + ": expected a readable file, got " + Reason.of(e), e);
    }
    row.put("multiply_adds", MultiplyAdds.of(model));
    return row;
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
