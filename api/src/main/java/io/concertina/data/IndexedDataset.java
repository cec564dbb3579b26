package io.concertina.data;

/** A dataset whose rows can be read in any order. */
public interface IndexedDataset extends Dataset {

  /**
   * Reads chosen rows.
   *
   * @param rows numbers of the rows, counted from 0
   * @param from first entry of {@code rows} to use
   * @param count how many entries to use
   * @param target receives the elements row after row from position 0
   */
  void gather(int[] rows, int from, int count, float[] target);

  @Override
  default RowReader read() {
    return new RowReader() {
      private int position;

      @Override
      public int next(float[] target, int rows) {
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
