package io.concertina.cli.command;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.ir.Shape;
import io.concertina.model.Model;
import java.nio.file.Path;

/**
 * Opens data files as the rows that a model takes.
 *
 * @param sources opens files
 * @param model takes the rows
 */
record Samples(Sources sources, Model model) {

  /**
   * Samples for the model. Of a table, the columns that the model was trained on are read, in their
   * order; labels and other columns may stand beside them.
   */
  Dataset open(Path file) {
    DatasetOptions options = DatasetOptions.defaults();
    if (model.preprocessing().filling()) {
      options = options.with(DatasetOptions.Missing.KEEP);
    }
    if (!model.columns().isEmpty() && sources.namesColumns(file)) {
      options = options.only(model.columns());
    }
    return checked(sources.open(file, options), model.spec().sample());
  }

  /** Rows of a shape, or an error that names what came. */
  static Dataset checked(Dataset rows, Shape expected) {
    if (!rows.sample().equals(expected)) {
      String name = rows.name();
      Shape sample = rows.sample();
      rows.close();
      throw new DataException(name, "rows " + expected + " as the model takes them", sample);
    }
    return rows;
  }
}
