package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.DataException;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.data.Dataset;
import io.concertina.ir.Tensor;
import io.concertina.metric.Ranking;
import io.concertina.plugin.sparsity.code.CodeUse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "Rows to evaluate.")
  private Path data = Path.of("");

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
        Dataset rows = open.samples(data)) {
      float[] scores = scores(open, rows);
      double sum = 0;
      for (float score : scores) {
        sum += score;
      }
      result.put("rows", scores.length);
      result.put("mse", sum / scores.length);
      if (labels != null) {
        Ranking ranking = Ranking.of(scores, labels(open, labels, scores.length));
        result.put("roc_auc", ranking.rocAuc());
        result.put("average_precision", ranking.averagePrecision());
      }
      if (codes) {
        result.putAll(use(open, rows));
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

  private static float[] scores(OpenModel open, Dataset rows) {
    float[] scores = new float[Math.toIntExact(rows.size())];
    if (scores.length == 0) {
      throw new DataException(rows.name(), "at least one row", "none");
    }
    int[] done = {0};
    rows.forEachBatch(
        OpenModel.ROWS,
        x -> {
          Tensor piece = open.autoencoder().score(x).samples();
          piece.copyTo(0, scores, done[0], piece.size());
          done[0] += piece.size();
        });
    return scores;
  }

  private static Map<String, Object> use(OpenModel open, Dataset rows) {
    CodeUse.Counter counter = new CodeUse.Counter(open.code().size());
    rows.forEachBatch(OpenModel.ROWS, x -> counter.add(open.autoencoder().encode(x)));
    CodeUse use = counter.use();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("code_units", use.units());
    result.put("dead_units", use.dead());
    result.put("fewest_active", use.fewest());
    result.put("most_active", use.most());
    result.put("mean_active", use.mean());
    return result;
  }

  private boolean[] labels(OpenModel open, String column, int rows) {
    boolean[] anomalous = new boolean[rows];
    try (Dataset flags = open.column(data, column)) {
      if (flags.size() != rows) {
        throw new DataException(flags.name(), rows + " labels like the rows", flags.size());
      }
      int[] done = {0};
      flags.forEachBatch(
          OpenModel.ROWS,
          piece -> {
            for (int i = 0; i < piece.size(); i++) {
              anomalous[done[0]++] = piece.floatAt(i) != 0;
            }
          });
    }
    return anomalous;
  }
}
