package io.concertina.data;

import java.util.List;

/**
 * A dataset that is read in passes, with a way to read its rows in any order beside it.
 *
 * @param rows everything but the order
 * @param gathering reads chosen rows
 */
record IndexedView(Dataset rows, IndexedDataset.Gathering gathering) implements IndexedDataset {

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public Schema schema() {
    return rows.schema();
  }

  @Override
  public long size() {
    return rows.size();
  }

  @Override
  public List<String> notes() {
    return rows.notes();
  }

  @Override
  public RowReader exact() {
    return rows.exact();
  }

  @Override
  public void gather(int[] numbers, int from, int count, Batch target) {
    gathering.gather(numbers, from, count, target);
  }

  @Override
  public void close() {
    rows.close();
  }
}
