package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.autoencoder.PointScores;
import io.concertina.autoencoder.Scores;
import io.concertina.cli.output.Console;
import io.concertina.data.Batch;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.WindowedDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.datasets.RowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code concertina score}. */
@Command(
    name = "score",
    description =
        "Writes the reconstruction error of rows: the mean, where cells may be missing how many are"
            + " observed, then one per element. Rows of a series have the mean of their windows.")
final class ScoreCommand extends TransformCommand {

  private long unscored;
  private Optional<PointScores> points = Optional.empty();
  private List<String> notes = List.of();
  private int next;

  @Inject
  ScoreCommand(Console console) {
    super(console);
  }

  /** Of a series, all windows are scored before its rows are written. */
  @Override
  RowSource input(OpenModel open, DataChoice choice) {
    Samples samples = open.samples(choice.array());
    if (samples.windows().isEmpty() || choice.isStandardInput()) {
      return super.input(open, choice);
    }
    WindowedDataset covering = samples.covering(choice.file(), List.of());
    points = Optional.of(PointScores.of(open.autoencoder(), covering, OpenModel.ROWS));
    notes = covering.notes();
    return covering.series().rows();
  }

  private boolean observes(OpenModel open) {
    return points.isEmpty() && open.model().scalings().reconstructed().filling();
  }

  @Override
  RowLayout layout(OpenModel open) {
    List<String> names = new ArrayList<>(List.of("score"));
    if (observes(open)) {
      names.add("observed");
    }
    elements(open.model().spec()).forEach(name -> names.add("error_" + name));
    return RowLayout.of(Shape.of(names.size()), names);
  }

  private static List<String> elements(ModelSpec spec) {
    Optional<StreamSpec> numbers =
        spec.target().isPresent() ? spec.target() : spec.streams().find(Schema.X);
    List<String> names = new ArrayList<>();
    numbers.ifPresent(stream -> names.addAll(stream.stepColumns()));
    if (spec.target().isEmpty()) {
      spec.categories().ifPresent(stream -> names.addAll(stream.columns()));
    }
    return names;
  }

  @Override
  Piece apply(OpenModel open, Batch rows) {
    if (points.isPresent()) {
      return piece(points.get(), rows.rows());
    }
    Scores scores = open.autoencoder().score(rows.tensors());
    unscored += scores.unscored();
    int n = rows.rows();
    int width = scores.features().size() / n;
    boolean observed = observes(open);
    int first = observed ? 2 : 1;
    float[] joined = new float[n * (width + first)];
    for (int row = 0; row < n; row++) {
      int at = row * (width + first);
      joined[at] = scores.samples().floatAt(row);
      if (observed) {
        joined[at + 1] = scores.observed().floatAt(row);
      }
      scores.features().copyTo(row * width, joined, at + first, width);
    }
    return Piece.of(Tensor.view(Shape.of(n, width + first), joined));
  }

  private Piece piece(PointScores scores, int rows) {
    int width = 1 + scores.columns();
    float[] joined = new float[rows * width];
    for (int i = 0; i < rows; i++) {
      int row = next++;
      unscored += scores.isScored(row) ? 0 : 1;
      joined[i * width] = scores.value(row);
      for (int column = 0; column < scores.columns(); column++) {
        joined[i * width + 1 + column] = scores.error(row, column);
      }
    }
    return Piece.of(Tensor.view(Shape.of(rows, width), joined));
  }

  @Override
  void finished(Console told) {
    notes.forEach(told::message);
    if (unscored > 0) {
      told.message(
          "rows without a score, since "
              + (points.isEmpty() ? "nothing of them is observed: " : "no window covers them: ")
              + unscored);
    }
  }
}
