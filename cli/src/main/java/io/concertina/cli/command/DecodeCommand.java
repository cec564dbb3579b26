package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.DataException;
import io.concertina.cli.option.DataOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.workflow.Decoding;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.Transform;
import io.concertina.workflow.file.Samples;
import picocli.CommandLine.Command;

/** {@code concertina decode}. */
@Command(name = "decode", description = "Writes the rows that codes stand for.")
final class DecodeCommand extends TransformCommand {

  @Inject
  DecodeCommand(Console console, PluginPath plugins) {
    super(console, plugins);
  }

  @Override
  Transform transform(OpenModel open, Samples samples) {
    return new Decoding(open, samples);
  }

  @Override
  void check(DataOption rows) {
    if (rows.isStandardInput()) {
      throw new DataException("--data", "a file of codes", "standard input");
    }
  }
}
