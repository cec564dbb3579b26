package io.concertina.data;

import io.concertina.DataException;
import java.util.List;
import java.util.Optional;

/** Rows that came padded: the cells behind a row's length are missing, whatever stands there. */
final class PaddedRows implements Dataset {

  private final Dataset rows;
  private final Schema schema;
  private final int length;

  private PaddedRows(Dataset rows) {
    this.rows = rows;
    this.length = rows.schema().indexOf(Schema.LENGTH);
    this.schema =
        new Schema(
            rows.schema().streams().stream()
                .map(stream -> SequenceRows.isPadded(stream) ? counted(stream) : stream)
                .toList());
  }

  private static StreamSpec counted(StreamSpec stream) {
    boolean named = !stream.columns().isEmpty() || stream.shape().rank() == 0;
    return named
        ? stream
        : stream.with(
            stream
                .elements()
                .withSteps(new Sequences(stream.shape().dim(0).size(), Optional.empty())));
  }

  static Dataset of(Dataset rows) {
    PaddedRows padded = new PaddedRows(rows);
    return rows instanceof IndexedDataset indexed
        ? IndexedDataset.of(
            padded,
            (numbers, from, count, target) -> {
              int first = target.rows();
              indexed.gather(numbers, from, count, target);
              padded.pad(target, first, count);
            })
        : padded;
  }

  private void pad(Batch batch, int first, int count) {
    for (int row = first; row < first + count; row++) {
      int steps = batch.ints(length)[row];
      for (int stream = 0; stream < schema.streams().size(); stream++) {
        StreamSpec spec = schema.streams().get(stream);
        if (SequenceRows.isPadded(spec)) {
          int size = spec.shape().dim(0).size();
          if (steps < 1 || steps > size) {
            throw new DataException(
                rows.name() + " stream " + Schema.LENGTH,
                "sequences of 1 to " + size + " steps",
                steps + "; mend the length, or leave the row out");
          }
          batch.pad(stream, row, steps, size);
        }
      }
    }
  }

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> notes() {
    return rows.notes();
  }

  @Override
  public long size() {
    return rows.size();
  }

  @Override
  public RowReader read() {
    return pass(rows.read());
  }

  @Override
  public RowReader exact() {
    return pass(rows.exact());
  }

  private RowReader pass(RowReader reader) {
    return new RowReader() {
      @Override
      public int read(Batch target, int most) {
        int first = target.rows();
        int count = reader.read(target, most);
        pad(target, first, count);
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
    rows.close();
  }
}
