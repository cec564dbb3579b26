package io.concertina.data;

import io.concertina.DataException;
import java.util.List;

/** Numbers of another dataset as whole numbers of a label, or as text of a key. */
final class ConvertedDataset implements Dataset {

  private final Dataset numbers;
  private final Schema schema;

  private ConvertedDataset(Dataset numbers, Schema schema) {
    this.numbers = numbers;
    this.schema = schema;
  }

  static Dataset label(Dataset data, String name) {
    StreamSpec stream = single(data);
    if (stream.kind() == StreamSpec.Kind.I32 || !areWhole(data)) {
      return Datasets.renamed(data, spec -> spec.as(name, StreamSpec.Role.LABEL));
    }
    return of(data, name, StreamSpec.Role.LABEL, StreamSpec.Kind.I32);
  }

  static Dataset key(Dataset data, String name) {
    return of(data, name, StreamSpec.Role.KEY, StreamSpec.Kind.TEXT);
  }

  private static StreamSpec single(Dataset data) {
    if (data.schema().streams().size() != 1) {
      throw new DataException(data.name(), "a single stream", data.schema().streams().size());
    }
    StreamSpec stream = data.schema().streams().getFirst();
    if (stream.kind() == StreamSpec.Kind.TEXT) {
      throw new DataException(data.name(), "numbers", "text");
    }
    return stream;
  }

  private static Dataset of(Dataset data, String name, StreamSpec.Role role, StreamSpec.Kind kind) {
    StreamSpec stream = single(data);
    StreamSpec converted =
        new StreamSpec(name, role, kind, stream.shape(), Elements.named(stream.columns()));
    ConvertedDataset rows = new ConvertedDataset(data, Schema.of(converted));
    return data instanceof IndexedDataset indexed
        ? IndexedDataset.of(
            rows,
            (numbers, from, count, target) -> rows.gather(indexed, numbers, from, count, target))
        : rows;
  }

  private static boolean areWhole(Dataset data) {
    int width = data.schema().streams().getFirst().width();
    Batch batch = Batch.exact(data.schema(), 1024);
    try (RowReader reader = data.exact()) {
      while (reader.fill(batch, batch.capacity()) > 0) {
        for (int i = 0; i < batch.rows() * width; i++) {
          double value = batch.number(0, i);
          if (!Double.isNaN(value) && value != (int) value) {
            return false;
          }
        }
        batch.clear();
      }
    }
    return true;
  }

  @Override
  public String name() {
    return numbers.name();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long size() {
    return numbers.size();
  }

  @Override
  public List<String> notes() {
    return numbers.notes();
  }

  private void convert(Batch source, Batch target) {
    int width = schema.streams().getFirst().width();
    int at = target.rows() * width;
    for (int i = 0; i < source.rows() * width; i++) {
      boolean whole = source.schema().streams().getFirst().kind() == StreamSpec.Kind.I32;
      double value = whole ? source.ints(0)[i] : source.number(0, i);
      if (target.schema().streams().getFirst().kind() == StreamSpec.Kind.TEXT) {
        target.texts(0)[at + i] = text(value);
      } else {
        target.ints(0)[at + i] = Double.isNaN(value) ? StreamSpec.NO_LABEL : (int) value;
      }
    }
    target.added(source.rows());
  }

  private static String text(double value) {
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  @Override
  public RowReader read() {
    RowReader reader = numbers.exact();
    return new RowReader() {
      @Override
      public int read(Batch target, int rows) {
        Batch source = Batch.exact(numbers.schema(), Math.max(1, rows));
        int count = reader.read(source, rows);
        convert(source, target);
        return count;
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  @Override
  public void close() {
    numbers.close();
  }

  private void gather(IndexedDataset indexed, int[] numbered, int from, int count, Batch target) {
    Batch source = Batch.exact(numbers.schema(), Math.max(1, count));
    indexed.gather(numbered, from, count, source);
    convert(source, target);
  }
}
