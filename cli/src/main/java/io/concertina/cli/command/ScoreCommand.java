package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.Scoring;
import io.concertina.workflow.Transform;
import io.concertina.workflow.file.Samples;
import picocli.CommandLine.Command;

/** {@code concertina score}. */
@Command(
    name = "score",
    description =
        "Writes the reconstruction error of rows: the mean, where cells may be missing how many are"
            + " observed, then one per element. Rows of a series have the mean of their windows.")
final class ScoreCommand extends TransformCommand {

  @Inject
  ScoreCommand(Console console, PluginPath plugins) {
    super(console, plugins);
  }

  @Override
  Transform transform(OpenModel open, Samples samples) {
    return new Scoring(open, samples);
  }
}
