package io.concertina.plugin.datasets;

import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowReader;
import io.concertina.spi.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Opens and reads files the way a program does: by the format that accepts the name. */
final class Rows {

  private Rows() {}

  /** A file that NumPy 2.4.6 wrote. */
  static Path golden(String name) {
    try {
      return Path.of(Rows.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static Dataset open(Path file) {
    return open(file, DatasetOptions.defaults());
  }

  static Dataset open(Path file, DatasetOptions options) {
    DatasetFormat format =
        Registry.of(new DatasetsPlugin()).datasets().values().stream()
            .filter(candidate -> candidate.accepts(file))
            .findFirst()
            .orElseThrow();
    return format.open(file, options);
  }

  /** All numbers of a dataset, in passes of a block that does not divide the number of rows. */
  static float[] all(Dataset data) {
    int width = data.sample().size();
    float[] block = new float[3 * width];
    float[] all = new float[0];
    try (RowReader reader = data.read()) {
      for (int n = reader.next(block, 3); n > 0; n = reader.next(block, 3)) {
        int end = all.length;
        all = Arrays.copyOf(all, end + n * width);
        System.arraycopy(block, 0, all, end, n * width);
      }
    }
    return all;
  }

  static float[] all(Path file) {
    return all(open(file));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
