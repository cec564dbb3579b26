package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Datasets;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.metric.Ranking;
import io.concertina.plugin.sparsity.code.CodeUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code concertina evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Measures the reconstruction error of a model, and with labels how well it ranks"
            + " anomalies.")
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Mixin private DataChoice data = new DataChoice();

  @Option(
      names = "--labels",
      paramLabel = "COLUMN",
      description = "Column that is not 0 in anomalous rows (in an .npz, the name of an array).")
  private @Nullable String labels;

  @Option(names = "--json", description = "Print the results as one JSON object.")
  private boolean json;

  @Option(
      names = "--codes",
      description =
          "Count the units that codes make use of, and dead ones, which no row makes active.")
  private boolean codes;

  @Mixin private EngineChoice engine = new EngineChoice();

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, Object> result = new LinkedHashMap<>();
    try (OpenModel open = new OpenModel(model, parent.registry(), engine);
        RowSource rows = rows(open)) {
      rows.notes().forEach(console::message);
      ScoredRows scored = ScoredRows.of(open, rows, codes);
      result.put("rows", scored.rows());
      result.put("mse", scored.meanError());
      result.put("mean_score", scored.meanScore());
      result.put("unscored", scored.unscored());
      if (labels != null) {
        Ranking ranking = scored.ranking();
        result.put("roc_auc", ranking.rocAuc());
        result.put("average_precision", ranking.averagePrecision());
      }
      if (codes) {
        result.putAll(use(scored.use()));
      }
      if (scored.unscored() > 0) {
        console.message("rows without a score, which rank nowhere: " + scored.unscored());
      }
    }
    if (json) {
      console.result(Json.line(result));
    } else {
      result.forEach(
          (name, value) ->
              console.result("%-18s %s".formatted(name, TrainingSummary.number(value))));
    }
    return 0;
  }

  private RowSource rows(OpenModel open) {
    Samples samples = open.samples(data.array());
    if (labels == null) {
      return data.isStandardInput()
          ? samples.stream("standard input", console.input(), data.format())
          : samples.open(data.file());
    }
    boolean seen =
        open.model().spec().streams().streams().stream()
            .anyMatch(
                stream ->
                    stream.role() == StreamSpec.Role.FEATURE && stream.columns().contains(labels));
    if (seen) {
      throw new ConfigurationException(
          "--labels",
          "a column that the model does not see",
          labels + ", one of its features; train again with data.labels=" + labels);
    }
    if (data.isStandardInput()) {
      throw new ConfigurationException("--labels", "a file of rows", "standard input");
    }
    ColumnChoice expected = ColumnChoice.all().only(open.model().columns());
    if (Files.isRegularFile(Path.of(labels))
        && !open.sources().columns(data.file(), expected).contains(labels)) {
      Dataset flags = open.sources().open(Path.of(labels), DatasetOptions.defaults());
      return Datasets.join(samples.open(data.file()), List.of(Datasets.label(flags, Schema.LABEL)));
    }
    ColumnStream column = ColumnStream.of(Schema.LABEL, StreamSpec.Role.LABEL, List.of(labels));
    return samples.open(data.file(), List.of(column));
  }

  private static Map<String, Object> use(CodeUse use) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("code_units", use.units());
    result.put("dead_units", use.dead());
    result.put("fewest_active", use.fewest());
    result.put("most_active", use.most());
    result.put("mean_active", use.mean());
    return result;
  }
}
