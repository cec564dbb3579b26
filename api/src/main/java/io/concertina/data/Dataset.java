package io.concertina.data;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rows of numbers of one shape, as they stand in their source.
 *
 * <p>A dataset may be larger than memory: it is read in passes. One that can also be read in any
 * order is an {@link IndexedDataset}. A missing value is NaN, where the options allow it.
 */
public interface Dataset extends AutoCloseable {

  /** For messages: a file name or what else tells the source. */
  String name();

  /** Shape of one row. */
  Shape sample();

  /** Number of rows. */
  long size();

  /** A name per element of a row, or an empty list where the source has none. */
  List<String> columns();

  /** The range of values that the source's format implies, for instance 0 to 255 for bytes. */
  default Optional<ValueRange> range() {
    return Optional.empty();
  }

  /**
   * Begins a pass over all rows.
   *
   * @throws io.concertina.DataException if the source cannot be read
   */
  RowReader read();

  /** Rows of a batch of at most {@code most} rows: no more than there are, and at least 1. */
  default int batch(int most) {
    return (int) Math.clamp(size(), 1, most);
  }

  /**
   * Hands over all rows in order, in batches [n, ...] of {@code rows} rows and a last one of the
   * rest.
   *
   * @param most rows of a batch, at least 1
   * @param work must not keep the tensor, whose elements the next batch replaces
   * @throws io.concertina.DataException if the source cannot be read
   */
  default void forEachBatch(int most, Consumer<Tensor> work) {
    int rows = batch(most);
    int width = sample().size();
    float[] buffer = new float[Math.multiplyExact(rows, width)];
    try (RowReader reader = read()) {
      for (int n = reader.next(buffer, rows); n > 0; n = reader.next(buffer, rows)) {
        float[] elements = n == rows ? buffer : Arrays.copyOf(buffer, n * width);
        work.accept(Tensor.view(sample().prepend(Dim.of(n)), elements));
      }
    }
  }

  /**
   * The {@code count} rows from number {@code from} on; this dataset stays open for it.
   *
   * @throws io.concertina.DataException if there are not as many rows
   */
  default Dataset rows(long from, long count) {
    return RowRange.of(this, from, count);
  }

  @Override
  default void close() {}
}
