package io.concertina.plugin.datasets;

import io.concertina.ConfigurationException;
import io.concertina.data.RowFormat;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.format.AtomicFile;
import java.nio.file.Path;
import java.util.List;

/** Rows as small pictures side by side on one PNG, for people to look at; nothing reads it back. */
final class SheetFormat implements RowFormat {

  @Override
  public String name() {
    return "png";
  }

  @Override
  public List<String> endings() {
    return List.of(".png");
  }

  @Override
  public RowWriter create(Path file, RowLayout layout) {
    if (!layout.keys().isEmpty()) {
      throw new ConfigurationException(
          file.toString(),
          "a name that ends in .csv or .jsonl, since a picture has no place for keys",
          "keys " + String.join(", ", layout.keys()));
    }
    SheetRow row = SheetRow.of(file.toString(), layout.sample());
    return new SheetWriter(file.toString(), AtomicFile.create(file), row);
  }
}
