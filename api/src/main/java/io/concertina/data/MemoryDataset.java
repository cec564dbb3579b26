package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A dataset in memory. */
public final class MemoryDataset implements IndexedDataset {

  private final String name;
  private final Schema schema;
  private final List<Tensor> streams;

  private MemoryDataset(String name, Schema schema, List<Tensor> streams) {
    this.name = name;
    this.schema = schema;
    this.streams = List.copyOf(streams);
  }

  /** Rows of a tensor [n, ...]. */
  public static MemoryDataset of(String name, Tensor rows) {
    return of(name, rows, Elements.unknown());
  }

  /** Rows of a tensor [n, columns] whose columns have names. */
  public static MemoryDataset of(String name, Tensor rows, List<String> columns) {
    return of(name, rows, Elements.named(columns));
  }

  /** Rows of a tensor [n, ...] whose format implies a range of values. */
  public static MemoryDataset of(String name, Tensor rows, ValueRange range) {
    return of(name, rows, Elements.ranged(range));
  }

  private static MemoryDataset of(String name, Tensor rows, Elements elements) {
    if (rows.dtype() != DType.F32) {
      throw new DataException(name, "rows of f32", rows.type() + "; convert them with Tensor.of");
    }
    Schema schema = Schema.of(StreamSpec.feature(Schema.X, sample(name, rows)).with(elements));
    return new MemoryDataset(name, schema, List.of(rows));
  }

  /** Rows of a table, one array per row, all of one length. */
  public static MemoryDataset of(String name, float[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new DataException(name, "at least one row and column", "none");
    }
    float[] all = new float[Math.multiplyExact(rows.length, rows[0].length)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != rows[0].length) {
        throw new DataException(
            name + " row " + i, rows[0].length + " values as in the first row", rows[i].length);
      }
      System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
    }
    return of(name, Tensor.view(Shape.of(rows.length, rows[0].length), all));
  }

  private static Shape sample(String name, Tensor rows) {
    if (rows.shape().rank() < 2) {
      throw new DataException(name, "rows [n, ...]", rows.shape());
    }
    return rows.shape().slice(1, rows.shape().rank());
  }

  /**
   * The same rows with one more stream.
   *
   * @param stream its name, role and kind
   * @param values [n, ...] of the stream's shape
   */
  public MemoryDataset with(StreamSpec stream, Tensor values) {
    if (!values.shape().equals(stream.rows(Math.toIntExact(size())))) {
      throw new DataException(
          name + " stream " + stream.name(), stream.rows((int) size()).toString(), values.shape());
    }
    boolean fits =
        switch (stream.kind()) {
          case F32 -> values.dtype() == DType.F32;
          case I32 -> values.dtype() == DType.I32;
          case TEXT -> false;
        };
    if (!fits) {
      throw new DataException(
          name + " stream " + stream.name(), "values of kind " + stream.kind(), values.dtype());
    }
    List<Tensor> longer = new ArrayList<>(streams);
    longer.add(values);
    return new MemoryDataset(name, schema.plus(Schema.of(stream)), longer);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long size() {
    return streams.getFirst().shape().dim(0).size();
  }

  @Override
  public void gather(int[] numbers, int from, int count, Batch target) {
    for (int stream = 0; stream < streams.size(); stream++) {
      Tensor values = streams.get(stream);
      int width = schema.streams().get(stream).width();
      for (int i = 0; i < count; i++) {
        int source = numbers[from + i] * width;
        int position = (target.rows() + i) * width;
        if (values.dtype() == DType.I32) {
          values.copyTo(source, target.ints(stream), position, width);
        } else if (target.isExact()) {
          for (int e = 0; e < width; e++) {
            target.set(stream, position + e, values.floatAt(source + e));
          }
        } else {
          values.copyTo(source, target.floats(stream), position, width);
        }
      }
    }
    target.added(count);
  }
}
