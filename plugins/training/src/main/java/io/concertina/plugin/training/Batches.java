package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowReader;
import io.concertina.layer.KeyedRandom;
import io.concertina.train.Augmentation;
import io.concertina.train.Shuffle;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes over a dataset in batches, each in an order that the seed and the epoch decide.
 *
 * <p>All passes share one array for the order and one window: arrays that live as long as a pass
 * would fill the old generation of the heap.
 */
abstract sealed class Batches implements AutoCloseable {

  /** Rows per window, if they fit into {@link #WINDOW_ELEMENTS}. */
  private static final int WINDOW_ROWS = 16_384;

  /** Elements per window at the most: 64 MB. */
  private static final int WINDOW_ELEMENTS = 1 << 24;

  /** Begins the pass of an epoch; closing ends it, and then another may begin. */
  abstract Batches begin(int epoch);

  /**
   * Appends the next rows to a batch.
   *
   * @param rows how many at the most, at most the batch's room
   * @return how many came; 0 at the end
   */
  abstract int next(Batch target, int rows);

  /** The number in the dataset of the i-th of those rows that came last. */
  abstract long number(int i);

  @Override
  public void close() {}

  /** The same passes, each row changed by what depends on the seed, the epoch and its number. */
  Batches augmented(Augmentation augmentation, long seed) {
    return new Augmented(this, augmentation, seed);
  }

  /**
   * Passes over a dataset.
   *
   * @throws ConfigurationException if its rows cannot be read in the order that is asked for
   */
  static Batches of(Dataset data, Shuffle shuffle, long seed) {
    return switch (shuffle) {
      case NONE -> new InOrder(data);
      case WINDOWS -> new Windowed(data, seed);
      case WHOLE -> {
        if (!(data instanceof IndexedDataset indexed)) {
          throw new ConfigurationException(
              "training.shuffle",
              "windows or none for " + data.name() + ", which does not fit into memory",
              "whole; set training.shuffle to windows, or give the program more memory");
        }
        yield new Permuted(indexed, seed);
      }
    };
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
    private long position;
    private int last;

    InOrder(Dataset data) {
      this.data = data;
    }

    @Override
    Batches begin(int epoch) {
      reader = data.read();
      position = 0;
      return this;
    }

    @Override
    int next(Batch target, int rows) {
      last = reader.fill(target, rows);
      position += last;
      return last;
    }

    @Override
    long number(int i) {
      return position - last + i;
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
    private int last;

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
    int next(Batch target, int rows) {
      int count = Math.min(rows, order.length - position);
      data.gather(order, position, count, target);
      position += count;
      last = count;
      return count;
    }

    @Override
    long number(int i) {
      return order[position - last + i];
    }
  }

  private static final class Windowed extends Batches {
    private final Dataset data;
    private final long seed;
    private final Batch window;
    private final int[] order;
    private RowReader reader = noRows();
    private KeyedRandom random;
    private final List<Long> numbers = new ArrayList<>();
    private long unread;
    private long first;
    private int position;

    Windowed(Dataset data, long seed) {
      this.data = data;
      this.seed = seed;
      int width = data.schema().streams().stream().mapToInt(stream -> stream.width()).sum();
      int most = Math.clamp(WINDOW_ELEMENTS / width, 1, WINDOW_ROWS);
      this.order = new int[Math.clamp(data.size(), 1, most)];
      this.window = new Batch(data.schema(), order.length);
      this.random = random(seed, 0);
    }

    @Override
    Batches begin(int epoch) {
      random = random(seed, epoch);
      reader = data.read();
      unread = data.size();
      first = 0;
      position = 0;
      window.clear();
      return this;
    }

    @Override
    int next(Batch target, int rows) {
      int filled = 0;
      numbers.clear();
      while (filled < rows && (position < window.rows() || refill())) {
        numbers.add(first + order[position]);
        target.add(window, order[position++]);
        filled++;
      }
      return filled;
    }

    @Override
    long number(int i) {
      return numbers.get(i);
    }

    private boolean refill() {
      first += window.rows();
      window.clear();
      int held = reader.fill(window, (int) Math.min(order.length, unread));
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

  private static final class Augmented extends Batches {
    private final Batches plain;
    private final Augmentation augmentation;
    private final long seed;
    private int epoch;

    Augmented(Batches plain, Augmentation augmentation, long seed) {
      this.plain = plain;
      this.augmentation = augmentation;
      this.seed = seed;
    }

    @Override
    Batches begin(int number) {
      epoch = number;
      plain.begin(number);
      return this;
    }

    @Override
    int next(Batch target, int rows) {
      int from = target.rows();
      int count = plain.next(target, rows);
      for (int i = 0; i < count; i++) {
        String purpose = "augment:" + epoch + ":" + plain.number(i);
        augmentation.change(target, from + i, KeyedRandom.of(seed, purpose));
      }
      return count;
    }

    @Override
    long number(int i) {
      return plain.number(i);
    }

    @Override
    public void close() {
      plain.close();
    }
  }
}
