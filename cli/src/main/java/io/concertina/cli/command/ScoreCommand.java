package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.option.ScoreOption;
import io.concertina.cli.output.Console;
import io.concertina.engine.EngineChoice;
import io.concertina.spi.Registry;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.Scoring;
import io.concertina.workflow.Transform;
import io.concertina.workflow.file.Samples;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code concertina score}. */
@Command(
    name = "score",
    description =
        "Writes the score of rows: by the model's score or else their mean reconstruction error,"
            + " where cells may be missing how many are observed, then the error of each element."
            + " Rows of a series have the mean of their windows.")
final class ScoreCommand extends TransformCommand {

  @Mixin private ScoreOption score = new ScoreOption();

  @Inject
  ScoreCommand(Console console, PluginPath plugins) {
    super(console, plugins);
  }

  @Override
  OpenModel open(Path file, Registry registry, EngineChoice choice) {
    return score.open(file, registry, choice);
  }

  @Override
  Transform transform(OpenModel open, Samples samples) {
    return new Scoring(open, samples);
  }
}
