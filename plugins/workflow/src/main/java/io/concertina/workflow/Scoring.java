package io.concertina.workflow;

import io.concertina.autoencoder.PointScores;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Elements;
import io.concertina.data.RowLayout;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.WindowedDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.score.Score;
import io.concertina.spi.Registry;
import io.concertina.workflow.file.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores of rows: the mean error, where cells may be missing how many are observed, where several
 * streams make up a row how much each adds to the score, then the error of each element. Rows of a
 * series have the mean of the windows that cover them. One run of rows at a time.
 */
public final class Scoring extends Transform {

  private long unscored;

  /** The model's score is no sum over elements. */
  private boolean whole;

  private Optional<PointScores> points = Optional.empty();
  private List<String> notes = List.of();
  private int next;

  /** Of a model. */
  public Scoring(OpenModel open) {
    this(open, open.samples());
  }

  /**
   * Of a model.
   *
   * @param samples opens files
   */
  public Scoring(OpenModel open, Samples samples) {
    super(open, samples);
  }

  /**
   * The name of a model's score: its own, or of its mean error {@code mse} or, of classes, {@code
   * cross_entropy}.
   */
  public static String name(Model model, Registry registry) {
    return model
        .score()
        .map(own -> registry.describe(Score.class, own.score()))
        .map(
            described ->
                described instanceof Map<?, ?> map
                    ? String.valueOf(map.keySet().iterator().next())
                    : String.valueOf(described))
        .orElse(error(model));
  }

  /** The name of a model's mean error: of classes it is a cross-entropy, in nats. */
  static String error(Model model) {
    return model.spec().classes().isPresent() ? "cross_entropy" : "mse";
  }

  /** Opens the rows of a file; of a series, all windows are scored before its rows are written. */
  @Override
  public Dataset rows(Path file) {
    points = Optional.empty();
    notes = List.of();
    unscored = 0;
    next = 0;
    if (samples().windows().isEmpty()) {
      return super.rows(file);
    }
    WindowedDataset covering = samples().covering(file, List.of());
    points = Optional.of(open().score(covering));
    notes = covering.notes();
    return covering.series().rows();
  }

  private boolean observes() {
    return points.isEmpty() && open().model().scalings().reconstructed().filling();
  }

  @Override
  RowLayout layout() {
    List<String> names = new ArrayList<>(List.of("score"));
    if (observes()) {
      names.add("observed");
    }
    parts().forEach(part -> names.add("share_" + part.name()));
    elements(open().model().spec()).forEach(name -> names.add("error_" + name));
    return RowLayout.of(Shape.of(names.size()), names);
  }

  /** Streams whose shares are written; none where another stream is reconstructed. */
  private List<Elements.Part> parts() {
    ModelSpec spec = open().model().spec();
    return spec.target().isPresent() ? List.of() : spec.parts();
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
  Piece apply(Batch rows) {
    if (points.isPresent()) {
      return piece(points.get(), rows.rows());
    }
    Scores scores = open().score(rows.tensors());
    unscored += scores.unscored();
    whole = scores.own() && scores.shares().isEmpty();
    int n = rows.rows();
    int width = scores.features().size() / n;
    boolean observed = observes();
    List<Elements.Part> parts = parts();
    int all = (observed ? 2 : 1) + parts.size() + width;
    float[] joined = new float[n * all];
    for (int row = 0; row < n; row++) {
      int at = row * all;
      joined[at++] = scores.samples().floatAt(row);
      if (observed) {
        joined[at++] = scores.observed().floatAt(row);
      }
      int element = row * width;
      for (Elements.Part part : parts) {
        joined[at++] = share(scores, row, element, part.width());
        element += part.width();
      }
      scores.features().copyTo(row * width, joined, at, width);
    }
    return Piece.of(Tensor.view(Shape.of(n, all), joined));
  }

  /** What some elements add to the score; NaN if it is no such sum. */
  private static float share(Scores scores, int row, int from, int count) {
    if (scores.own() && scores.shares().isEmpty()) {
      return Float.NaN;
    }
    Tensor elements = scores.shares().orElse(scores.features());
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += elements.floatAt(i);
    }
    return (float) (scores.own() ? sum : sum / scores.observed().floatAt(row));
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

  /** What the user should know about the rows that were scored. */
  @Override
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (whole) {
      all.add("the columns error_ are errors of the reconstruction, the score is no sum of shares");
    }
    if (unscored > 0) {
      all.add(
          "rows without a score, since "
              + (points.isEmpty() ? "nothing of them is observed: " : "no window covers them: ")
              + unscored);
    }
    return all;
  }
}
