package io.concertina.plugin.datasets;

import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import java.nio.file.Path;

/**
 * NumPy's format for one array, versions 1 to 3.
 *
 * <p>The first axis counts rows; one axis gives rows of shape [1]. Read are the types b1 i1 u1 i2
 * u2 i4 u4 i8 f2 f4 f8 in either byte order, in C and in Fortran order.
 */
final class NpyFormat implements DatasetFormat {

  @Override
  public String name() {
    return "npy";
  }

  @Override
  public boolean accepts(Path file) {
    return FileNames.end(file, ".npy");
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    Content content = Content.of(file);
    Columns.requireNone(file, options.columns());
    return ArrayFile.open(file, content, NpyHeader.read(content), options);
  }
}
