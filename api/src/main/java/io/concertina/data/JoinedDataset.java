package io.concertina.data;

import io.concertina.DataException;
import java.util.List;
import java.util.function.Function;

/** Rows whose streams come from several datasets. */
final class JoinedDataset implements Dataset {

  private final List<Dataset> parts;
  private final Schema schema;
  private final int[][] places;

  private JoinedDataset(List<Dataset> parts) {
    this.parts = List.copyOf(parts);
    Schema all = new Schema(List.of());
    this.places = new int[parts.size()][];
    int next = 0;
    for (int i = 0; i < places.length; i++) {
      Schema part = parts.get(i).schema();
      all = all.plus(part);
      places[i] = new int[part.streams().size()];
      for (int j = 0; j < places[i].length; j++) {
        places[i][j] = next++;
      }
    }
    this.schema = all;
  }

  static Dataset of(List<Dataset> parts) {
    Dataset first = parts.getFirst();
    for (Dataset part : parts) {
      if (part.size() != first.size()) {
        throw new DataException(
            part.name(),
            first.size() + " rows as in " + first.name(),
            part.size() + "; row i of one belongs to row i of the other");
      }
    }
    JoinedDataset joined = new JoinedDataset(parts);
    boolean indexed = parts.stream().allMatch(IndexedDataset.class::isInstance);
    return indexed ? IndexedDataset.of(joined, joined::gather) : joined;
  }

  @Override
  public String name() {
    return parts.getFirst().name();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long size() {
    return parts.getFirst().size();
  }

  @Override
  public List<String> notes() {
    return parts.stream().flatMap(part -> part.notes().stream()).toList();
  }

  @Override
  public RowReader read() {
    return pass(Dataset::read);
  }

  @Override
  public RowReader exact() {
    return pass(Dataset::exact);
  }

  private Batch window(Batch target, int part) {
    return target.window(parts.get(part).schema(), places[part]);
  }

  private RowReader pass(Function<Dataset, RowReader> begin) {
    List<RowReader> readers = parts.stream().map(begin).toList();
    return new RowReader() {
      @Override
      public int read(Batch target, int rows) {
        int count = readers.getFirst().read(window(target, 0), rows);
        for (int i = 1; i < readers.size(); i++) {
          int read = readers.get(i).fill(window(target, i), count);
          if (read < count) {
            throw new DataException(parts.get(i).name(), size() + " rows", "fewer");
          }
        }
        target.added(count);
        return count;
      }

      @Override
      public void close() {
        readers.forEach(RowReader::close);
      }
    };
  }

  @Override
  public void close() {
    parts.forEach(Dataset::close);
  }

  private void gather(int[] numbers, int from, int count, Batch target) {
    for (int i = 0; i < parts.size(); i++) {
      ((IndexedDataset) parts.get(i)).gather(numbers, from, count, window(target, i));
    }
    target.added(count);
  }
}
