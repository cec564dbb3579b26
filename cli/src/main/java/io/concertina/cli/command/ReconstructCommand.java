package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.data.Batch;
import io.concertina.plugin.datasets.RowLayout;
import picocli.CommandLine.Command;

/** {@code concertina reconstruct}. */
@Command(
    name = "reconstruct",
    description = "Writes what is left of rows after encoding and decoding.")
final class ReconstructCommand extends TransformCommand {

  @Inject
  ReconstructCommand(Console console) {
    super(console);
  }

  @Override
  RowLayout layout(OpenModel open) {
    return Reconstructions.layout(open.model().spec());
  }

  @Override
  Piece apply(OpenModel open, Batch rows) {
    return Reconstructions.piece(
        open.model().spec(), open.autoencoder().reconstruct(rows.tensors()));
  }
}
