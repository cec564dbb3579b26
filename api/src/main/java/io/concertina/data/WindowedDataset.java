package io.concertina.data;

import io.concertina.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Windows of a series as rows: a feature or target [...] becomes [size, ...], and of a label, a
 * weight, a length and a key a window has those of its last row.
 *
 * <p>A window refers to its rows and is put together when it is read, so overlapping windows take
 * no memory but four bytes each.
 */
public final class WindowedDataset implements IndexedDataset {

  private final Series series;
  private final Windows windows;
  private final Schema schema;

  /** Where in the series each window begins. */
  private final int[] starts;

  private final List<String> notes;

  private WindowedDataset(Series series, Windows windows, int[] starts, List<String> notes) {
    this.series = series;
    this.windows = windows;
    this.schema = schema(series.rows().schema(), windows);
    this.starts = starts;
    this.notes = notes;
  }

  static WindowedDataset of(Series series, Windows windows, boolean covering) {
    int size = windows.size();
    int[] starts = new int[series.size() / windows.stride() + 2 * series.ends().length];
    int count = 0;
    int lost = 0;
    int from = 0;
    for (int end : series.ends()) {
      if (end - from < size) {
        lost += end - from;
      } else {
        int start = from;
        for (; start + size <= end; start += windows.stride()) {
          starts[count++] = start;
        }
        boolean over = start - windows.stride() + size < end;
        if (covering && over) {
          starts[count++] = end - size;
        }
      }
      from = end;
    }
    if (count == 0 && !covering) {
      throw new DataException(
          series.rows().name(),
          "a stretch of at least " + size + " rows for a window",
          series.longest().length + " at the most; make data.windows.size smaller");
    }
    List<String> notes = new ArrayList<>(series.rows().notes());
    if (lost > 0) {
      notes.add(
          series.rows().name()
              + ": "
              + lost
              + " of "
              + series.size()
              + " rows lie in stretches of fewer than "
              + size
              + " rows, and so in no window");
    }
    return new WindowedDataset(series, windows, Arrays.copyOf(starts, count), notes);
  }

  private static Schema schema(Schema rows, Windows windows) {
    return new Schema(
        rows.streams().stream()
            .map(stream -> isCut(stream) ? cut(stream, windows) : stream)
            .toList());
  }

  private static boolean isCut(StreamSpec stream) {
    return stream.role() == StreamSpec.Role.FEATURE || stream.role() == StreamSpec.Role.TARGET;
  }

  private static StreamSpec cut(StreamSpec stream, Windows windows) {
    return new StreamSpec(
        stream.name(),
        stream.role(),
        stream.kind(),
        stream.rows(windows.size()),
        stream.elements().withSteps(windows));
  }

  /** The series that the windows are cut from. */
  public Series series() {
    return series;
  }

  /** How they are cut. */
  public Windows windows() {
    return windows;
  }

  /** The number that a step of a window has among the rows of the series. */
  public int row(int window, int step) {
    return series.point(starts[window] + step);
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

  /** A pass in double precision; windows overlap, so the rows come in any order. */
  @Override
  public RowReader exact() {
    return read();
  }

  @Override
  public void gather(int[] numbers, int from, int count, Batch target) {
    int size = windows.size();
    Schema rows = series.rows().schema();
    Batch steps = target.isExact() ? Batch.exact(rows, size) : new Batch(rows, size);
    for (int i = 0; i < count; i++) {
      steps.clear();
      series.rows().gather(series.points(), starts[numbers[from + i]], size, steps);
      for (int stream = 0; stream < rows.streams().size(); stream++) {
        StreamSpec spec = rows.streams().get(stream);
        if (isCut(spec)) {
          target.addSteps(steps, stream, 0, size);
          scale(spec, stream, target);
        } else {
          target.addSteps(steps, stream, size - 1, 1);
        }
      }
      target.added(1);
    }
  }

  /** Scales the window behind a batch's last row, in double precision. */
  private void scale(StreamSpec spec, int stream, Batch target) {
    if (windows.scaling() == Windows.Scaling.NONE || spec.kind() != StreamSpec.Kind.F32) {
      return;
    }
    int columns = spec.width();
    int first = target.rows() * columns * windows.size();
    for (int column = 0; column < columns; column++) {
      Column.of(target, stream, first + column, columns, windows.size()).scale(windows.scaling());
    }
  }

  @Override
  public void close() {
    series.rows().close();
  }

  /** The numbers of a column of a window. */
  private record Column(Batch batch, int stream, int first, int step, int count) {

    static Column of(Batch batch, int stream, int first, int step, int count) {
      return new Column(batch, stream, first, step, count);
    }

    void scale(Windows.Scaling scaling) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int there = 0;
      for (int i = 0; i < count; i++) {
        double value = batch.number(stream, first + i * step);
        if (!Double.isNaN(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
          sum += value;
          there++;
        }
      }
      boolean standard = scaling == Windows.Scaling.STANDARD;
      double mean = sum / there;
      double offset = standard ? mean : low;
      double width = standard ? deviation(mean, there) : high - low;
      double factor = high > low ? 1 / width : 0;
      for (int i = 0; i < count; i++) {
        int at = first + i * step;
        batch.set(stream, at, (batch.number(stream, at) - offset) * factor);
      }
    }

    private double deviation(double mean, int there) {
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double difference = batch.number(stream, first + i * step) - mean;
        squares += Double.isNaN(difference) ? 0 : difference * difference;
      }
      return Math.sqrt(squares / there);
    }
  }
}
