package io.concertina.data;

import io.concertina.DataException;
import java.util.List;
import java.util.function.Function;

/** Chosen rows of a dataset that is read in passes; their numbers ascend. */
final class SelectedDataset implements Dataset {

  private final Dataset whole;
  private final int[] numbers;

  private SelectedDataset(Dataset whole, int[] numbers) {
    this.whole = whole;
    this.numbers = numbers;
  }

  static Dataset of(Dataset whole, int[] rows) {
    int[] numbers = rows.clone();
    boolean indexed = whole instanceof IndexedDataset;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < 0 || numbers[i] >= whole.size()) {
        throw new DataException(
            whole.name(), "row numbers from 0 to " + (whole.size() - 1), numbers[i]);
      }
      if (!indexed && i > 0 && numbers[i] <= numbers[i - 1]) {
        throw new DataException(
            whole.name(),
            "row numbers that ascend, since it is read from the start",
            numbers[i - 1] + " before " + numbers[i]);
      }
    }
    SelectedDataset selected = new SelectedDataset(whole, numbers);
    return whole instanceof IndexedDataset source
        ? IndexedDataset.of(
            selected,
            (chosen, from, count, target) ->
                source.gather(selected.there(chosen, from, count), 0, count, target))
        : selected;
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public Schema schema() {
    return whole.schema();
  }

  @Override
  public long size() {
    return numbers.length;
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }

  /** Numbers of chosen rows as numbers of the whole. */
  private int[] there(int[] rows, int from, int count) {
    int[] there = new int[count];
    for (int i = 0; i < count; i++) {
      there[i] = numbers[rows[from + i]];
    }
    return there;
  }

  private boolean ascend() {
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] <= numbers[i - 1]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public RowReader read() {
    return pass(Dataset::read, false);
  }

  /** Rows in another order than the source's come from memory, as it has them. */
  @Override
  public RowReader exact() {
    return ascend() ? pass(Dataset::exact, true) : inOrder((IndexedDataset) whole);
  }

  private RowReader inOrder(IndexedDataset indexed) {
    int[] next = {0};
    return (target, rows) -> {
      int count = Math.min(rows, numbers.length - next[0]);
      indexed.gather(numbers, next[0], count, target);
      next[0] += count;
      return count;
    };
  }

  private RowReader pass(Function<Dataset, RowReader> begin, boolean exact) {
    int most = 256;
    Batch piece = exact ? Batch.exact(schema(), most) : new Batch(schema(), most);
    RowReader reader = begin.apply(whole);
    return new RowReader() {
      private int next;
      private long first;

      @Override
      public int read(Batch target, int rows) {
        int wanted = Math.min(rows, numbers.length - next);
        for (int i = 0; i < wanted; i++) {
          while (numbers[next] >= first + piece.rows()) {
            first += piece.rows();
            piece.clear();
            if (reader.fill(piece, most) == 0) {
              throw new DataException(whole.name(), whole.size() + " rows", first);
            }
          }
          target.add(piece, (int) (numbers[next++] - first));
        }
        return wanted;
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  @Override
  public void close() {
    whole.close();
  }
}
