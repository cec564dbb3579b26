package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.List;
import java.util.Optional;

/** A dataset in memory. */
public final class MemoryDataset implements IndexedDataset {

  private final String name;
  private final Tensor rows;
  private final Shape sample;
  private final int width;
  private final List<String> columns;
  private final Optional<ValueRange> range;

  private MemoryDataset(
      String name, Tensor rows, List<String> columns, Optional<ValueRange> range) {
    if (rows.shape().rank() < 2) {
      throw new DataException(name, "rows [n, ...]", rows.shape());
    }
    if (rows.dtype() != DType.F32) {
      throw new DataException(name, "rows of f32", rows.type() + "; convert them with Tensor.of");
    }
    this.name = name;
    this.rows = rows;
    this.sample = rows.shape().slice(1, rows.shape().rank());
    this.width = sample.size();
    this.columns = List.copyOf(columns);
    this.range = range;
    if (!columns.isEmpty() && columns.size() != width) {
      throw new DataException(name, width + " column names", columns.size());
    }
  }

  /** Rows of a tensor [n, ...]. */
  public static MemoryDataset of(String name, Tensor rows) {
    return new MemoryDataset(name, rows, List.of(), Optional.empty());
  }

  /** Rows of a tensor [n, columns] whose columns have names. */
  public static MemoryDataset of(String name, Tensor rows, List<String> columns) {
    return new MemoryDataset(name, rows, columns, Optional.empty());
  }

  /** Rows of a tensor [n, ...] whose format implies a range of values. */
  public static MemoryDataset of(String name, Tensor rows, ValueRange range) {
    return new MemoryDataset(name, rows, List.of(), Optional.of(range));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape sample() {
    return sample;
  }

  @Override
  public long size() {
    return rows.shape().dim(0).size();
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public Optional<ValueRange> range() {
    return range;
  }

  @Override
  public void gather(int[] numbers, int from, int count, float[] target) {
    for (int i = 0; i < count; i++) {
      rows.copyTo(numbers[from + i] * width, target, i * width, width);
    }
  }
}
