package io.concertina.plugin.datasets;

import io.concertina.data.IndexedDataset;
import io.concertina.ir.Shape;
import java.util.List;

/**
 * A CSV file in memory.
 *
 * @param table where it comes from
 * @param rows all rows
 */
record CsvRows(CsvTable table, RowBlocks rows) implements IndexedDataset {

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Shape sample() {
    return Shape.of(columns().size());
  }

  @Override
  public long size() {
    return rows.count();
  }

  @Override
  public List<String> columns() {
    return table.columns();
  }

  @Override
  public void gather(int[] numbers, int from, int count, float[] target) {
    int width = columns().size();
    for (int i = 0; i < count; i++) {
      rows.copy(numbers[from + i], target, i * width);
    }
  }
}
