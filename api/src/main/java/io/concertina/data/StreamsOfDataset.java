package io.concertina.data;

import java.util.List;
import java.util.function.Function;

/** Streams of another dataset, some left out, some under other names. */
final class StreamsOfDataset implements Dataset {

  private final Dataset whole;
  private final Schema schema;
  private final int[] places;

  private StreamsOfDataset(Dataset whole, Schema schema, int[] places) {
    this.whole = whole;
    this.schema = schema;
    this.places = places;
  }

  /**
   * Some streams.
   *
   * @param places for each stream of the whole its place in the schema, or -1
   */
  static Dataset of(Dataset whole, Schema schema, int[] places) {
    StreamsOfDataset streams = new StreamsOfDataset(whole, schema, places);
    return whole instanceof IndexedDataset indexed
        ? IndexedDataset.of(
            streams,
            (numbers, from, count, target) -> {
              indexed.gather(numbers, from, count, target.window(whole.schema(), places));
              target.added(count);
            })
        : streams;
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long size() {
    return whole.size();
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }

  @Override
  public RowReader read() {
    return pass(Dataset::read);
  }

  @Override
  public RowReader exact() {
    return pass(Dataset::exact);
  }

  private RowReader pass(Function<Dataset, RowReader> begin) {
    RowReader reader = begin.apply(whole);
    return new RowReader() {
      @Override
      public int read(Batch target, int rows) {
        int count = reader.read(target.window(whole.schema(), places), rows);
        target.added(count);
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
    whole.close();
  }
}
