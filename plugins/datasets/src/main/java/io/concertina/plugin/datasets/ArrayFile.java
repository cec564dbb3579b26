package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowReader;
import io.concertina.data.ValueRange;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens an array of known layout as a dataset.
 *
 * <p>Up to the memory limit its bytes are held in memory, as they are in the file. Beyond it an
 * uncompressed file is mapped and read in any order, and a compressed one is unpacked anew for each
 * pass.
 */
final class ArrayFile {

  private ArrayFile() {}

  /** Opens an array that is a whole file. */
  static Dataset open(Path file, Content content, ArrayLayout layout, DatasetOptions options) {
    boolean indexed = !content.packed() && layout.rows() <= Integer.MAX_VALUE;
    if (indexed && layout.dataBytes() > Memory.limit(options)) {
      return mapped(file, layout, options);
    }
    return open(content, layout, options);
  }

  /** Opens an array that may be unpacked from another file. */
  static Dataset open(Content content, ArrayLayout layout, DatasetOptions options) {
    Dataset dataset =
        layout.dataBytes() <= Memory.limit(options)
            ? inMemory(content, layout, options)
            : new ArrayStream(content, requireStreamable(content, layout), options.missing());
    if (layout.element().isFloating() || dataset instanceof ArrayStream) {
      readThrough(dataset);
    }
    return dataset;
  }

  private static Dataset inMemory(Content content, ArrayLayout layout, DatasetOptions options) {
    int bytes = Math.toIntExact(layout.dataBytes());
    byte[] data;
    try (InputStream in = content.open()) {
      in.skipNBytes(layout.headerBytes());
      data = in.readNBytes(bytes);
      requireEnd(content, layout, data.length, in);
    } catch (IOException e) {
      throw content.failure(e);
    }
    MemorySegment rows = MemorySegment.ofArray(layout.inRowOrder(data));
    return new ArrayRows(content.name(), layout.rowMajor(), rows, options.missing(), () -> {});
  }

  private static Dataset mapped(Path file, ArrayLayout layout, DatasetOptions options) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment segment =
          channel.map(
              FileChannel.MapMode.READ_ONLY, layout.headerBytes(), layout.dataBytes(), arena);
      return new ArrayRows(file.toString(), layout, segment, options.missing(), arena::close);
    } catch (IOException e) {
      arena.close();
      throw Content.failure(file.toString(), e);
    }
  }

  /** Rows of a compressed array come one after the other only in row-major order. */
  private static ArrayLayout requireStreamable(Content content, ArrayLayout layout) {
    if (!layout.isRowMajor()) {
      throw new DataException(
          content.name(),
          "row-major order in a compressed array that exceeds the memory limit",
          "Fortran order; save it as .npy or with numpy.ascontiguousarray, or raise the limit");
    }
    return layout;
  }

  /** The array must end with its last number. */
  static void requireEnd(Content content, ArrayLayout layout, long bytes, InputStream in)
      throws IOException {
    if (bytes < layout.dataBytes()) {
      throw new DataException(
          content.name(),
          layout.dataBytes() + " bytes of numbers",
          bytes + "; the file is cut short, copy or download it again");
    }
    if (in.read() >= 0) {
      throw new DataException(
          content.name(),
          layout.dataBytes() + " bytes of numbers",
          "more; the file is damaged or holds more than one array");
    }
  }

  /** Finds damage and values that are no numbers before anything is done with the rows. */
  private static void readThrough(Dataset dataset) {
    int width = dataset.sample().size();
    int block = Math.max(1, (1 << 14) / width);
    float[] rows = new float[block * width];
    try (RowReader reader = dataset.read()) {
      int read = block;
      while (read > 0) {
        read = reader.next(rows, block);
      }
    }
  }

  /** Unsigned bytes are taken for intensities. */
  static Optional<ValueRange> range(ArrayLayout layout) {
    return layout.element() == Element.U1 ? Optional.of(new ValueRange(0, 255)) : Optional.empty();
  }
}
