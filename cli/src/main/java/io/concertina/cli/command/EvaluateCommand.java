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
import io.concertina.data.WindowedDataset;
import io.concertina.metric.Ranking;
import io.concertina.plugin.sparsity.code.CodeUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    Map<String, Object> result;
    try (OpenModel open = new OpenModel(model, parent.registry(), engine)) {
      check(open);
      Samples samples = open.samples(data.array());
      boolean cut = samples.windows().isPresent() && !data.isStandardInput();
      result = cut ? points(open, samples) : rows(open, samples);
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

  private Map<String, Object> rows(OpenModel open, Samples samples) {
    Map<String, Object> result = new LinkedHashMap<>();
    try (RowSource rows = source(open, samples)) {
      rows.notes().forEach(console::message);
      ScoredRows scored = ScoredRows.of(open, rows, labels != null, codes);
      result.put("rows", scored.rows());
      result.put(error(open), scored.meanError());
      result.put("mean_score", scored.meanScore());
      result.put("unscored", scored.unscored());
      if (labels != null) {
        rank(result, scored.ranking());
      }
      if (codes) {
        result.putAll(use(scored.use()));
      }
      if (scored.unscored() > 0) {
        console.message("rows without a score, which rank nowhere: " + scored.unscored());
      }
    }
    return result;
  }

  /** Of a series, rows are judged by the windows that cover them. */
  private Map<String, Object> points(OpenModel open, Samples samples) {
    Map<String, Object> result = new LinkedHashMap<>();
    Optional<Dataset> beside = flags(open);
    boolean column = labels != null && beside.isEmpty();
    try (WindowedDataset covering =
        samples.covering(data.file(), column ? List.of(label()) : List.of())) {
      covering.notes().forEach(console::message);
      Optional<Dataset> flags = column ? Optional.of(covering.series().rows()) : beside;
      ScoredPoints scored = ScoredPoints.of(open, covering, flags);
      result.put("rows", scored.rows());
      result.put("windows", covering.size());
      result.put(error(open), scored.meanError());
      result.put("mean_score", scored.meanScore());
      result.put("unscored", scored.unscored());
      if (labels != null) {
        rank(result, scored.ranking());
      }
      if (codes) {
        result.putAll(use(ScoredRows.of(open, covering, false, true).use()));
      }
      if (scored.unscored() > 0) {
        console.message("rows that no window covers, which rank nowhere: " + scored.unscored());
      }
    } finally {
      beside.ifPresent(Dataset::close);
    }
    return result;
  }

  /** Of classes the error is a cross-entropy, in nats. */
  private static String error(OpenModel open) {
    return open.model().spec().classes().isPresent() ? "cross_entropy" : "mse";
  }

  private static void rank(Map<String, Object> result, Ranking ranking) {
    result.put("roc_auc", ranking.rocAuc());
    result.put("average_precision", ranking.averagePrecision());
  }

  private void check(OpenModel open) {
    boolean seen =
        labels != null
            && open.model().spec().streams().of(StreamSpec.Role.FEATURE).stream()
                .anyMatch(stream -> stream.columns().contains(labels));
    if (seen) {
      throw new ConfigurationException(
          "--labels",
          "a column that the model does not see",
          labels + ", one of its features; train again with data.labels=" + labels);
    }
    if (labels != null && data.isStandardInput()) {
      throw new ConfigurationException("--labels", "a file of rows", "standard input");
    }
  }

  /** The labels of a file beside the rows' own. */
  private Optional<Dataset> flags(OpenModel open) {
    ColumnChoice expected = ColumnChoice.all().only(open.model().columns());
    if (labels == null
        || !Files.isRegularFile(Path.of(labels))
        || open.sources().columns(data.file(), expected).contains(labels)) {
      return Optional.empty();
    }
    Dataset flags = open.sources().open(Path.of(labels), DatasetOptions.defaults());
    return Optional.of(Datasets.label(flags, Schema.LABEL));
  }

  private ColumnStream label() {
    return ColumnStream.of(
        Schema.LABEL, StreamSpec.Role.LABEL, List.of(Objects.requireNonNull(labels)));
  }

  private RowSource source(OpenModel open, Samples samples) {
    if (data.isStandardInput()) {
      return samples.stream("standard input", console.input(), data.format());
    }
    Optional<Dataset> beside = flags(open);
    if (beside.isPresent()) {
      return Datasets.join(samples.open(data.file()), List.of(beside.get()));
    }
    return samples.open(data.file(), labels == null ? List.of() : List.of(label()));
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
