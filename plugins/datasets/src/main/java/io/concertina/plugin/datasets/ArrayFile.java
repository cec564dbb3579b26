package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens an array of known layout as a dataset.
 *
 * <p>Up to the memory limit its bytes are held in memory, as they are in the file. Beyond it an
 * uncompressed file is mapped and read in any order, and a compressed one is unpacked anew for each
 * pass.
 */
final class ArrayFile {

  /** Enough to see what is wrong with an array. */
  private static final int MOST_NOTES = 3;

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
    ArrayMissing missing = new ArrayMissing(options.cells());
    if (layout.dataBytes() <= Memory.limit(options)) {
      ArrayRows rows = inMemory(content, layout, missing);
      boolean certain = !layout.element().isFloating() && !missing.listsAny();
      boolean exact = certain && !layout.element().isWide();
      return exact ? rows : rows.with(readThrough(rows, layout));
    }
    ArrayStream rows =
        new ArrayStream(content, requireStreamable(content, layout), missing, List.of());
    return rows.with(readThrough(rows, layout));
  }

  private static ArrayRows inMemory(Content content, ArrayLayout layout, ArrayMissing missing) {
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
    ArrayLayout ordered = layout.rowMajor();
    return new ArrayRows(
        content.name(), ordered.schema(missing), ordered, rows, missing, List.of(), () -> {});
  }

  private static Dataset mapped(Path file, ArrayLayout layout, DatasetOptions options) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment segment =
          channel.map(
              FileChannel.MapMode.READ_ONLY, layout.headerBytes(), layout.dataBytes(), arena);
      ArrayMissing missing = new ArrayMissing(options.cells());
      return new ArrayRows(
          file.toString(),
          layout.schema(missing),
          layout,
          segment,
          missing,
          List.of(),
          arena::close);
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

  /**
   * Finds damage and values that are no numbers before anything is done with the rows.
   *
   * @return what its user should know
   */
  private static List<String> readThrough(Dataset dataset, ArrayLayout layout) {
    int width = layout.width();
    Precision precision = new Precision(layout.element().isWide() ? width : 0);
    Batch batch = Batch.exact(dataset.schema(), Math.max(1, (1 << 14) / width));
    try (RowReader reader = dataset.exact()) {
      while (reader.fill(batch, batch.room()) > 0) {
        for (int i = 0; layout.element().isWide() && i < batch.rows() * width; i++) {
          precision.see(i % width, batch.number(0, i));
        }
        batch.clear();
      }
    }
    return layout.element().isWide() ? notes(dataset.name(), width, precision) : List.of();
  }

  private static List<String> notes(String name, int width, Precision precision) {
    List<String> notes = new ArrayList<>();
    for (int j = 0; j < width && notes.size() < MOST_NOTES; j++) {
      precision.note(j, name + " column " + (j + 1), "").ifPresent(notes::add);
    }
    return notes;
  }
}
