package io.concertina.data;

import io.concertina.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Stretches of a series as rows: a feature or target [...] becomes [size, ...], filled up with
 * missing cells, beside the number of real steps; of a label, a weight and a key a row has those of
 * its last step.
 */
final class SequenceRows implements IndexedDataset {

  private final Series series;
  private final Sequences sequences;
  private final Schema schema;
  private final int[] starts;
  private final int[] lengths;
  private final List<String> notes;

  private SequenceRows(
      Series series, Sequences sequences, int[] starts, int[] lengths, List<String> notes) {
    this.series = series;
    this.sequences = sequences;
    this.starts = starts;
    this.lengths = lengths;
    this.notes = notes;
    List<StreamSpec> streams = new ArrayList<>();
    for (StreamSpec stream : series.rows().schema().streams()) {
      streams.add(isPadded(stream) ? padded(stream, sequences) : stream);
    }
    streams.add(StreamSpec.length());
    this.schema = new Schema(streams);
  }

  static SequenceRows of(Series series, Sequences sequences) {
    int[] ends = series.ends();
    int[] starts = new int[ends.length];
    int[] lengths = new int[ends.length];
    int cut = 0;
    for (int i = 0; i < ends.length; i++) {
      starts[i] = i == 0 ? 0 : ends[i - 1];
      int steps = ends[i] - starts[i];
      lengths[i] = Math.min(steps, sequences.size());
      cut += steps > sequences.size() ? 1 : 0;
    }
    List<String> notes = new ArrayList<>(series.rows().notes());
    if (cut > 0) {
      notes.add(
          "%s: %d of %d sequences are cut to %d steps"
              .formatted(series.rows().name(), cut, ends.length, sequences.size()));
    }
    if (ends.length == 0) {
      throw new DataException(series.rows().name(), "at least one sequence", "none");
    }
    return new SequenceRows(series, sequences, starts, lengths, notes);
  }

  static boolean isPadded(StreamSpec stream) {
    return stream.role() == StreamSpec.Role.FEATURE || stream.role() == StreamSpec.Role.TARGET;
  }

  private static StreamSpec padded(StreamSpec stream, Sequences sequences) {
    return new StreamSpec(
        stream.name(),
        stream.role(),
        stream.kind(),
        stream.rows(sequences.size()),
        stream.elements().withSteps(sequences));
  }

  @Override
  public String name() {
    return series.rows().name();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public long size() {
    return starts.length;
  }

  @Override
  public RowReader exact() {
    return read();
  }

  @Override
  public void gather(int[] numbers, int from, int count, Batch target) {
    Schema rows = series.rows().schema();
    int size = sequences.size();
    Batch steps = target.isExact() ? Batch.exact(rows, size) : new Batch(rows, size);
    int streams = rows.streams().size();
    for (int i = 0; i < count; i++) {
      int row = numbers[from + i];
      int length = lengths[row];
      steps.clear();
      series.rows().gather(series.points(), starts[row], length, steps);
      for (int stream = 0; stream < streams; stream++) {
        if (isPadded(rows.streams().get(stream))) {
          target.addSteps(steps, stream, 0, length);
          target.pad(stream, target.rows(), length, size);
        } else {
          target.addSteps(steps, stream, length - 1, 1);
        }
      }
      target.ints(streams)[target.rows()] = length;
      target.added(1);
    }
  }

  /** How many steps the longest sequence has. */
  static int longest(Series series) {
    int[] ends = series.ends();
    return IntStream.range(0, ends.length)
        .map(i -> ends[i] - (i == 0 ? 0 : ends[i - 1]))
        .max()
        .orElse(1);
  }

  @Override
  public void close() {
    series.rows().close();
  }
}
