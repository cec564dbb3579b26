package io.concertina.train;

import io.concertina.ConfigurationException;

/**
 * Which rows make up a step.
 *
 * @param rows per step, at least 1; the last step of an epoch may have fewer
 * @param blocks into how many blocks the rows of a step fall, a power of two. Each is computed as a
 *     batch of its own: its noise has a key of its own, and batch norm takes the block's statistics
 *     (E. Hoffer et al., "Train longer, generalize better", 2017). Then one update is made
 * @param shuffle in which order rows come
 * @param validationSplit share of the training rows, taken from their end, that only validate
 */
public record Batching(int rows, int blocks, Shuffle shuffle, double validationSplit) {

  public Batching {
    if (rows < 1) {
      throw new ConfigurationException("training.batch", "at least 1", rows);
    }
    if (blocks < 1 || Integer.bitCount(blocks) != 1 || blocks > rows) {
      throw new ConfigurationException(
          "training.blocks", "a power of two, at most the " + rows + " rows of a step", blocks);
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new ConfigurationException(
          "training.validation_split", "at least 0 and below 1", validationSplit);
    }
  }

  /** Steps of one block of rows in an order that changes with every epoch. */
  public static Batching of(int rows) {
    return new Batching(rows, 1, Shuffle.WHOLE, 0);
  }

  /** The same with another order of rows. */
  public Batching with(Shuffle order) {
    return new Batching(rows, blocks, order, validationSplit);
  }

  /** The same with another number of rows per step. */
  public Batching withRows(int count) {
    return new Batching(count, blocks, shuffle, validationSplit);
  }

  /** The same in another number of blocks. */
  public Batching withBlocks(int count) {
    return new Batching(rows, count, shuffle, validationSplit);
  }

  /** The same with another share of validation rows. */
  public Batching withValidationSplit(double share) {
    return new Batching(rows, blocks, shuffle, share);
  }

  /**
   * How many of {@code count} training rows only validate.
   *
   * @throws ConfigurationException if a split is planned and leaves no row on one of its sides
   */
  public long held(long count) {
    long held = Math.round(count * validationSplit);
    if (count > 0 && validationSplit > 0 && (held == 0 || held == count)) {
      throw new ConfigurationException(
          "training.validation_split",
          "a share that leaves rows to train on and rows to validate with",
          validationSplit + ", which is " + held + " of " + count + " rows");
    }
    return held;
  }
}
