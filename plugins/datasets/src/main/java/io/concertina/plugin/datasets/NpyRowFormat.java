package io.concertina.plugin.datasets;

import io.concertina.ConfigurationException;
import io.concertina.data.RowFormat;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Rows as one array of numbers: 32 bits, little-endian, in C order; without keys. */
final class NpyRowFormat implements RowFormat {

  @Override
  public String name() {
    return "npy";
  }

  @Override
  public List<String> endings() {
    return List.of(".npy");
  }

  @Override
  public RowWriter create(Path file, RowLayout layout) {
    if (!layout.keys().isEmpty()) {
      throw new ConfigurationException(
          file.toString(),
          "a name that ends in .csv, .csv.gz or .jsonl, since an array of numbers has no place for"
              + " keys",
          "keys " + String.join(", ", layout.keys()));
    }
    AtomicFile target = AtomicFile.create(file);
    try {
      return new NpyWriter(target, layout.sample());
    } catch (IOException e) {
      target.close();
      throw target.failure(e);
    }
  }
}
