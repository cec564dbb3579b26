package io.concertina.data;

import io.concertina.ir.Shape;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows of named streams, as they stand in their source.
 *
 * <p>A dataset may be larger than memory: it is read in passes. One that can also be read in any
 * order is an {@link IndexedDataset}. A missing cell is NaN, where the options allow it. The
 * everyday dataset has one stream, the feature {@link Schema#X}.
 */
public interface Dataset extends RowSource {

  /** Number of rows. */
  long size();

  /**
   * Begins a pass over all rows that gives the numbers in double precision to a batch that is
   * exact, where the source has them.
   */
  default RowReader exact() {
    return read();
  }

  /** Rows of a batch of at most {@code most} rows: no more than there are, and at least 1. */
  default int batch(int most) {
    return Math.clamp(size(), 1, most);
  }

  @Override
  default void forEachBatch(int rows, Consumer<Batch> work) {
    RowSource.super.forEachBatch(batch(rows), work);
  }

  /**
   * The {@code count} rows from number {@code from} on; this dataset stays open for it.
   *
   * @throws io.concertina.DataException if there are not as many rows
   */
  default Dataset rows(long from, long count) {
    return RowRange.of(this, from, count);
  }

  /** Shape of a row of the feature {@link Schema#X}. */
  default Shape sample() {
    return schema().x().shape();
  }

  /** A name per element of the feature {@link Schema#X}, or an empty list. */
  default List<String> columns() {
    return schema().x().columns();
  }
}
