package io.concertina.plugin.datasets;

import io.concertina.data.Batch;
import io.concertina.data.IndexedDataset;
import io.concertina.data.Schema;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Rows of an array whose bytes are in memory or mapped.
 *
 * <p>Reads never change it, so any number of threads may read at once.
 *
 * @param name for messages
 * @param schema of a row
 * @param layout where the numbers are
 * @param data the numbers, without the file's header
 * @param missing what a missing number is
 * @param notes what its user should know
 * @param release what closing does, at most once
 */
record ArrayRows(
    String name,
    Schema schema,
    ArrayLayout layout,
    MemorySegment data,
    ArrayMissing missing,
    List<String> notes,
    Runnable release)
    implements IndexedDataset {

  ArrayRows {
    notes = List.copyOf(notes);
  }

  /** The same rows with something to say about them. */
  ArrayRows with(List<String> said) {
    return new ArrayRows(name, schema, layout, data, missing, said, release);
  }

  @Override
  public long size() {
    return layout.rows();
  }

  @Override
  public void gather(int[] rows, int from, int count, Batch target) {
    int width = layout.width();
    for (int i = 0; i < count; i++) {
      int row = rows[from + i];
      int position = (target.rows() + i) * width;
      layout.read(data, row, target, position);
      layout.check(target, position, row, missing);
    }
    target.added(count);
  }

  @Override
  public void close() {
    if (data.scope().isAlive()) {
      release.run();
    }
  }
}
