package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.DataException;
import io.concertina.cli.output.Console;
import io.concertina.data.Batch;
import io.concertina.data.ColumnChoice;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.ir.Shape;
import io.concertina.plugin.datasets.RowLayout;
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
  RowLayout layout(OpenModel open) {
    return Reconstructions.layout(open.model().spec());
  }

  @Override
  Piece apply(OpenModel open, Batch rows) {
    return Reconstructions.piece(
        open.model().spec(), open.autoencoder().decodeAll(rows.tensor(Schema.X)));
  }

  /** Codes by the names that {@code encode} gives them; a file without names has them in order. */
  @Override
  RowSource input(OpenModel open, DataChoice choice) {
    if (choice.isStandardInput()) {
      throw new DataException("--data", "a file of codes", "standard input");
    }
    Shape code = open.model().blueprint().code();
    List<String> wanted = CodeColumns.of(code);
    List<String> names = open.sources().columns(choice.file(), ColumnChoice.all());
    DatasetOptions options = DatasetOptions.defaults();
    if (choice.array().isPresent()) {
      options = options.only(List.of(choice.array().get()));
    } else if (names.stream().anyMatch(wanted::contains)) {
      options = options.only(wanted);
    }
    return Samples.checked(open.sources().open(choice.file(), options), code);
  }
}
