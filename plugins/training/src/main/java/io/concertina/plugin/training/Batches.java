package io.concertina.plugin.training;

import io.concertina.data.Dataset;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowReader;
import io.concertina.layer.KeyedRandom;

/**
 * Passes over a dataset in batches, each in an order that the seed and the epoch decide.
 *
 * <p>A dataset in memory is shuffled as a whole. A streamed one is shuffled within windows of
 * consecutive rows, so at most one window is in memory. All passes share one array for the order
 * and one for the window: arrays that live as long as a pass would fill the old generation of the
 * heap.
 */
abstract sealed class Batches implements AutoCloseable {

  /** Rows per window of a streamed dataset, if they fit into {@link #WINDOW_ELEMENTS}. */
  private static final int WINDOW_ROWS = 16_384;

  /** Elements per window at the most: 64 MB. */
  private static final int WINDOW_ELEMENTS = 1 << 24;

  /** Begins the pass of an epoch; closing ends it, and then another may begin. */
  abstract Batches begin(int epoch);

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
    return new InOrder(data);
  }

  /** The rows in another order in each epoch. */
  static Batches shuffled(Dataset data, long seed) {
    return data instanceof IndexedDataset indexed
        ? new Permuted(indexed, seed)
        : new Windowed(data, seed);
  }

  private static RowReader noRows() {
    return (_, _) -> 0;
  }

  private static KeyedRandom random(long seed, int epoch) {
    return KeyedRandom.of(seed, "order:" + epoch);
  }

  private static final class InOrder extends Batches {
    private final Dataset data;
    private RowReader reader = noRows();

    InOrder(Dataset data) {
      this.data = data;
    }

    @Override
    Batches begin(int epoch) {
      reader = data.read();
      return this;
    }

    @Override
    int next(float[] target, int rows) {
      return fill(reader, target, rows, data.sample().size());
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class Permuted extends Batches {
    private final IndexedDataset data;
    private final long seed;
    private final int[] order;
    private int position;

    Permuted(IndexedDataset data, long seed) {
      this.data = data;
      this.seed = seed;
      this.order = new int[Math.toIntExact(data.size())];
      this.position = order.length;
    }

    @Override
    Batches begin(int epoch) {
      random(seed, epoch).permute(order, order.length);
      position = 0;
      return this;
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
    private final Dataset data;
    private final long seed;
    private final int width;
    private final float[] window;
    private final int[] order;
    private RowReader reader = noRows();
    private KeyedRandom random;
    private long unread;
    private int position;
    private int held;

    Windowed(Dataset data, long seed) {
      this.data = data;
      this.seed = seed;
      this.width = data.sample().size();
      int most = Math.clamp(WINDOW_ELEMENTS / width, 1, WINDOW_ROWS);
      this.order = new int[(int) Math.clamp(data.size(), 1, most)];
      this.window = new float[order.length * width];
      this.random = random(seed, 0);
    }

    @Override
    Batches begin(int epoch) {
      random = random(seed, epoch);
      reader = data.read();
      unread = data.size();
      position = 0;
      held = 0;
      return this;
    }

    @Override
    int next(float[] target, int rows) {
      int filled = 0;
      while (filled < rows && (position < held || refill())) {
        System.arraycopy(window, order[position++] * width, target, filled++ * width, width);
      }
      return filled;
    }

    private boolean refill() {
      held = fill(reader, window, (int) Math.min(order.length, unread), width);
      unread -= held;
      random.permute(order, held);
      position = 0;
      return held > 0;
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /** Reads until the buffer has its rows or the source ends; a reader may give fewer at a time. */
  private static int fill(RowReader reader, float[] target, int rows, int width) {
    int filled = rows == 0 ? 0 : reader.next(target, rows);
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
