package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.autoencoder.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/** {@code concertina score}. */
@Command(
    name = "score",
    description = "Writes the reconstruction error of rows: the mean, then one per element.")
final class ScoreCommand extends TransformCommand {

  @Inject
  ScoreCommand(Console console) {
    super(console);
  }

  @Override
  Shape sample(OpenModel open) {
    return Shape.of(1 + open.model().spec().sample().size());
  }

  @Override
  List<String> columns(OpenModel open) {
    List<String> names = new ArrayList<>(List.of("score"));
    List<String> known = open.model().columns();
    IntStream.range(0, open.model().spec().sample().size())
        .forEach(i -> names.add("error_" + (known.isEmpty() ? "f" + (i + 1) : known.get(i))));
    return names;
  }

  @Override
  Tensor apply(OpenModel open, Tensor rows) {
    Autoencoder.Scores scores = open.autoencoder().score(rows);
    int n = scores.samples().size();
    int width = scores.features().size() / n;
    float[] joined = new float[n * (width + 1)];
    for (int row = 0; row < n; row++) {
      joined[row * (width + 1)] = scores.samples().floatAt(row);
      scores.features().copyTo(row * width, joined, row * (width + 1) + 1, width);
    }
    return Tensor.view(Shape.of(n, width + 1), joined);
  }
}
