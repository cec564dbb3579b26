package io.concertina.data;

import io.concertina.DataException;
import java.util.List;
import java.util.function.Function;

/** A run of consecutive rows of another dataset, which stays the caller's to close. */
final class RowRange implements Dataset {

  private final Dataset whole;
  private final long from;
  private final long count;

  private RowRange(Dataset whole, long from, long count) {
    this.whole = whole;
    this.from = from;
    this.count = count;
  }

  static Dataset of(Dataset whole, long from, long count) {
    if (from < 0 || count < 0 || from + count > whole.size()) {
      throw new DataException(
          whole.name(), "rows within 0 to " + whole.size(), from + " to " + (from + count));
    }
    return whole instanceof IndexedDataset indexed
        ? new Indexed(new RowRange(whole, from, count), indexed)
        : new RowRange(whole, from, count);
  }

  @Override
  public String name() {
    return count == 0
        ? "no rows of " + whole.name()
        : whole.name() + " rows " + from + " to " + (from + count - 1);
  }

  @Override
  public Schema schema() {
    return whole.schema();
  }

  @Override
  public long size() {
    return count;
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }

  @Override
  public RowReader read() {
    return pass(Dataset::read, new Batch(schema(), 256));
  }

  @Override
  public RowReader exact() {
    return pass(Dataset::exact, Batch.exact(schema(), 256));
  }

  private RowReader pass(Function<Dataset, RowReader> begin, Batch skipped) {
    RowReader reader = begin.apply(whole);
    for (long left = from; left > 0; left -= skipped.rows()) {
      skipped.clear();
      if (reader.read(skipped, (int) Math.min(left, skipped.capacity())) == 0) {
        throw new DataException(whole.name(), whole.size() + " rows", from - left);
      }
    }
    return new RowReader() {
      private long left = count;

      @Override
      public int read(Batch target, int rows) {
        int read = left == 0 ? 0 : reader.read(target, (int) Math.min(rows, left));
        left -= read;
        return read;
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  /** A range of a dataset that can be read in any order can be, too. */
  private record Indexed(RowRange rows, IndexedDataset whole) implements IndexedDataset {

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
      int[] shifted = new int[count];
      for (int i = 0; i < count; i++) {
        shifted[i] = numbers[from + i] + (int) rows.from;
      }
      whole.gather(shifted, 0, count, target);
    }
  }
}
