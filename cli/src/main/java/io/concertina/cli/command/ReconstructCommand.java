package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.Reconstruction;
import io.concertina.workflow.Transform;
import io.concertina.workflow.file.Samples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code concertina reconstruct}. */
@Command(
    name = "reconstruct",
    description = "Writes what is left of rows after encoding and decoding.")
final class ReconstructCommand extends TransformCommand {

  @Option(names = "--with-rows", description = "Write each row before what is left of it.")
  private boolean withRows;

  @Inject
  ReconstructCommand(Console console, PluginPath plugins) {
    super(console, plugins);
  }

  @Override
  Transform transform(OpenModel open, Samples samples) {
    Reconstruction reconstruction = new Reconstruction(open, samples);
    return withRows ? reconstruction.withRows() : reconstruction;
  }
}
