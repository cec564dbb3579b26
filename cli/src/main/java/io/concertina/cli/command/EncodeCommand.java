package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.workflow.Encoding;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.Transform;
import io.concertina.workflow.file.Samples;
import picocli.CommandLine.Command;

/** {@code concertina encode}. */
@Command(name = "encode", description = "Writes the codes of rows.")
final class EncodeCommand extends TransformCommand {

  @Inject
  EncodeCommand(Console console, PluginPath plugins) {
    super(console, plugins);
  }

  @Override
  Transform transform(OpenModel open, Samples samples) {
    return new Encoding(open, samples);
  }
}
