package io.concertina.data;

/** A dataset whose rows can be read in any order. */
public interface IndexedDataset extends Dataset {

  /**
   * Appends chosen rows to a batch.
   *
   * @param rows numbers of the rows, counted from 0
   * @param from first entry of {@code rows} to use
   * @param count how many entries to use, at most the batch's room
   * @param target has the dataset's schema
   */
  void gather(int[] rows, int from, int count, Batch target);

  /** Reads chosen rows, as {@link IndexedDataset#gather} says. */
  interface Gathering {

    /** Appends chosen rows to a batch. */
    void gather(int[] rows, int from, int count, Batch target);
  }

  /** A dataset that is read in passes, with a way to read its rows in any order beside it. */
  static IndexedDataset of(Dataset passes, Gathering gathering) {
    return new IndexedView(passes, gathering);
  }

  @Override
  default RowReader read() {
    return new RowReader() {
      private int position;

      @Override
      public int read(Batch target, int rows) {
        int count = (int) Math.min(rows, size() - position);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
          numbers[i] = position + i;
        }
        gather(numbers, 0, count, target);
        position += count;
        return count;
      }
    };
  }
}
