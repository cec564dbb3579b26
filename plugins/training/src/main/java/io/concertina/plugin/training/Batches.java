package io.concertina.plugin.training;

import io.concertina.data.Dataset;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowReader;
import io.concertina.layer.KeyedRandom;

/**
 * One pass over a dataset in batches, in an order that the seed and the epoch decide.
 *
 * <p>A dataset in memory is shuffled as a whole. A streamed one is shuffled within windows of
 * consecutive rows, so at most one window is in memory.
 */
abstract sealed class Batches implements AutoCloseable {

  /** Rows per window of a streamed dataset, if they fit into {@link #WINDOW_ELEMENTS}. */
  private static final int WINDOW_ROWS = 16_384;

  /** Elements per window at the most: 64 MB. */
  private static final int WINDOW_ELEMENTS = 1 << 24;

  /**
   * Fills a buffer with the next batch.
   *
   * @param target receives the rows from position 0
   * @param rows how many at the most
   * @return how many came; 0 at the end
   */
  abstract int next(float[] target, int rows);

  @Override
  public void close() {}

  /** The rows as they stand. */
  static Batches inOrder(Dataset data) {
    return new InOrder(data.read());
  }

  /** The rows in the order of an epoch. */
  static Batches shuffled(Dataset data, long seed, int epoch) {
    KeyedRandom random = KeyedRandom.of(seed, "order:" + epoch);
    return data instanceof IndexedDataset indexed
        ? new Permuted(indexed, random)
        : new Windowed(data, random);
  }

  private static final class InOrder extends Batches {
    private final RowReader reader;

    InOrder(RowReader reader) {
      this.reader = reader;
    }

    @Override
    int next(float[] target, int rows) {
      return fill(reader, target, rows);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class Permuted extends Batches {
    private final IndexedDataset data;
    private final int[] order;
    private int position;

    Permuted(IndexedDataset data, KeyedRandom random) {
      this.data = data;
      this.order = random.permutation(Math.toIntExact(data.size()));
    }

    @Override
    int next(float[] target, int rows) {
      int count = Math.min(rows, order.length - position);
      data.gather(order, position, count, target);
      position += count;
      return count;
    }
  }

  private static final class Windowed extends Batches {
    private final RowReader reader;
    private final KeyedRandom random;
    private final int width;
    private final float[] window;
    private int[] order = {};
    private int position;

    Windowed(Dataset data, KeyedRandom random) {
      this.reader = data.read();
      this.random = random;
      this.width = data.sample().size();
      int rows = Math.clamp(WINDOW_ELEMENTS / width, 1, WINDOW_ROWS);
      this.window = new float[(int) Math.min(rows, Math.max(1, data.size())) * width];
    }

    @Override
    int next(float[] target, int rows) {
      int filled = 0;
      while (filled < rows && (position < order.length || refill())) {
        System.arraycopy(window, order[position++] * width, target, filled++ * width, width);
      }
      return filled;
    }

    private boolean refill() {
      order = random.permutation(fill(reader, window, window.length / width));
      position = 0;
      return order.length > 0;
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /** Reads until the buffer has its rows or the source ends; a reader may give fewer at a time. */
  private static int fill(RowReader reader, float[] target, int rows) {
    int width = target.length / Math.max(1, rows);
    int filled = reader.next(target, rows);
    float[] rest = {};
    while (filled > 0 && filled < rows) {
      rest = rest.length == 0 ? new float[(rows - filled) * width] : rest;
      int more = reader.next(rest, rows - filled);
      if (more == 0) {
        return filled;
      }
      System.arraycopy(rest, 0, target, filled * width, more * width);
      filled += more;
    }
    return filled;
  }
}
