package io.concertina.plugin.datasets;

import io.concertina.data.DatasetOptions.Missing;
import io.concertina.data.IndexedDataset;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Rows of an array whose bytes are in memory or mapped.
 *
 * <p>Reads never change it, so any number of threads may read at once.
 */
final class ArrayRows implements IndexedDataset {

  private final String name;
  private final ArrayLayout layout;
  private final MemorySegment data;
  private final Missing missing;
  private final Runnable release;

  /**
   * @param data the numbers, without the file's header
   * @param release what closing does, at most once
   */
  ArrayRows(
      String name, ArrayLayout layout, MemorySegment data, Missing missing, Runnable release) {
    this.name = name;
    this.layout = layout;
    this.data = data;
    this.missing = missing;
    this.release = release;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape sample() {
    return layout.sample();
  }

  @Override
  public long size() {
    return layout.rows();
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public Optional<ValueRange> range() {
    return ArrayFile.range(layout);
  }

  @Override
  public void gather(int[] rows, int from, int count, float[] target) {
    int width = layout.width();
    for (int i = 0; i < count; i++) {
      int row = rows[from + i];
      layout.read(data, row, target, i * width);
      layout.check(target, i * width, row, missing);
    }
  }

  @Override
  public void close() {
    if (data.scope().isAlive()) {
      release.run();
    }
  }
}
