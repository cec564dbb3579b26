package io.concertina.plugin.datasets;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowLayout;
import io.concertina.data.RowReader;
import io.concertina.data.RowSource;
import io.concertina.data.RowWriter;
import io.concertina.data.Schema;
import io.concertina.ir.Tensor;
import io.concertina.spi.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Begins to write a file. */
  static RowWriter writer(Path file, RowLayout layout) {
    return Registry.load().rowFormat(file).create(file, layout);
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

  /** All numbers of the feature, in passes of a block that does not divide the number of rows. */
  static float[] all(RowSource data) {
    return floats(data, Schema.X);
  }

  /** All numbers of a stream of floats. */
  static float[] floats(RowSource data, String stream) {
    float[] all = new float[0];
    for (Tensor block : blocks(data, stream)) {
      int end = all.length;
      all = Arrays.copyOf(all, end + block.size());
      block.copyTo(0, all, end, block.size());
    }
    return all;
  }

  /** All numbers of a stream of whole numbers. */
  static int[] ints(RowSource data, String stream) {
    return blocks(data, stream).stream().flatMapToInt(t -> Arrays.stream(t.toInts())).toArray();
  }

  private static List<Tensor> blocks(RowSource data, String stream) {
    List<Tensor> blocks = new ArrayList<>();
    data.forEachBatch(3, batch -> blocks.add(batch.tensor(stream).copy()));
    return blocks;
  }

  /** All texts of a stream. */
  static List<String> texts(RowSource data, String stream) {
    List<String> texts = new ArrayList<>();
    int index = data.schema().indexOf(stream);
    int width = data.schema().stream(stream).width();
    data.forEachBatch(
        3,
        batch -> texts.addAll(Arrays.asList(batch.texts(index)).subList(0, batch.rows() * width)));
    return texts;
  }

  /** All numbers of the feature in double precision. */
  static double[] exact(Dataset data) {
    int x = data.schema().indexOf(Schema.X);
    int size = (int) data.size();
    Batch batch = Batch.exact(data.schema(), size);
    try (RowReader reader = data.exact()) {
      reader.fill(batch, size);
    }
    double[] all = new double[size * data.sample().size()];
    Arrays.setAll(all, i -> batch.number(x, i));
    return all;
  }

  /** Chosen rows of the feature. */
  static float[] gather(Dataset data, int... rows) {
    Batch batch = new Batch(data.schema(), rows.length);
    ((IndexedDataset) data).gather(rows, 0, rows.length, batch);
    return batch.tensor(Schema.X).toFloats();
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
