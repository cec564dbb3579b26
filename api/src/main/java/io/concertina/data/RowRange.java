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
    RowRange range = new RowRange(whole, from, count);
    return whole instanceof IndexedDataset indexed
        ? IndexedDataset.of(
            range,
            (numbers, at, rows, target) ->
                indexed.gather(range.shifted(numbers, at, rows), 0, rows, target))
        : range;
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

  /** Numbers of rows of the range as numbers of the whole. */
  private int[] shifted(int[] numbers, int at, int rows) {
    int[] shifted = new int[rows];
    for (int i = 0; i < rows; i++) {
      shifted[i] = numbers[at + i] + (int) from;
    }
    return shifted;
  }
}
