package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.data.Batch;
import io.concertina.ir.Shape;
import io.concertina.plugin.datasets.RowLayout;
import picocli.CommandLine.Command;

/** {@code concertina encode}. */
@Command(name = "encode", description = "Writes the codes of rows.")
final class EncodeCommand extends TransformCommand {

  @Inject
  EncodeCommand(Console console) {
    super(console);
  }

  @Override
  RowLayout layout(OpenModel open) {
    Shape code = open.model().blueprint().code();
    return RowLayout.of(code, CodeColumns.of(code));
  }

  @Override
  Piece apply(OpenModel open, Batch rows) {
    return Piece.of(open.autoencoder().encode(rows.tensors()));
  }
}
