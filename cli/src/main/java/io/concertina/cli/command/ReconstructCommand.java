package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.List;
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
  Shape sample(OpenModel open) {
    return open.model().spec().sample();
  }

  @Override
  List<String> columns(OpenModel open) {
    return open.model().columns();
  }

  @Override
  Tensor apply(OpenModel open, Tensor rows) {
    return open.autoencoder().reconstruct(rows);
  }
}
