package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.data.Dataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code concertina decode}. */
@Command(name = "decode", description = "Writes the rows that codes stand for.")
final class DecodeCommand extends TransformCommand {

  @Inject
  DecodeCommand(Console console) {
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
    return open.autoencoder().decode(rows);
  }

  @Override
  Dataset input(OpenModel open, Path file) {
    return open.rows(file, open.code());
  }
}
