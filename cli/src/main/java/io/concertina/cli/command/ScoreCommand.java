package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.autoencoder.Scores;
import io.concertina.cli.output.Console;
import io.concertina.data.Batch;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.datasets.RowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/** {@code concertina score}. */
@Command(
    name = "score",
    description =
        "Writes the reconstruction error of rows: the mean, where cells may be missing how many are"
            + " observed, then one per element.")
final class ScoreCommand extends TransformCommand {

  private long unscored;

  @Inject
  ScoreCommand(Console console) {
    super(console);
  }

  private static boolean observes(OpenModel open) {
    return open.model().scalings().reconstructed().filling();
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
    numbers.ifPresent(
        stream ->
            names.addAll(
                stream.columns().isEmpty()
                    ? IntStream.rangeClosed(1, stream.width()).mapToObj(i -> "f" + i).toList()
                    : stream.columns()));
    if (spec.target().isEmpty()) {
      spec.categories().ifPresent(stream -> names.addAll(stream.columns()));
    }
    return names;
  }

  @Override
  Piece apply(OpenModel open, Batch rows) {
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

  @Override
  void finished(Console told) {
    if (unscored > 0) {
      told.message("rows without a score, since nothing of them is observed: " + unscored);
    }
  }
}
