package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/** {@code concertina encode}. */
@Command(name = "encode", description = "Writes the codes of rows.")
final class EncodeCommand extends TransformCommand {

  @Inject
  EncodeCommand(Console console) {
    super(console);
  }

  @Override
  Shape sample(OpenModel open) {
    return open.code();
  }

  @Override
  List<String> columns(OpenModel open) {
    return IntStream.rangeClosed(1, open.code().size()).mapToObj(i -> "c" + i).toList();
  }

  @Override
  Tensor apply(OpenModel open, Tensor rows) {
    return open.autoencoder().encode(rows);
  }
}
