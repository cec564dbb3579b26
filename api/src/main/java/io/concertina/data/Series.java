package io.concertina.data;

import io.concertina.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows in the order of time: one or more stretches, each without a gap, which no window crosses.
 *
 * <p>A series refers to rows by their numbers and copies none of them. Immutable.
 *
 * <pre>{@code
 * Series series = Series.of(rows).by("machine");
 * WindowedDataset windows = series.windows(Windows.of(64, 1));
 * }</pre>
 */
public final class Series {

  private final IndexedDataset rows;

  /** Numbers of rows, stretch after stretch. */
  private final int[] points;

  /** Where in {@code points} a stretch ends, ascending; the last one is their number. */
  private final int[] ends;

  private Series(IndexedDataset rows, int[] points, int[] ends) {
    this.rows = rows;
    this.points = points;
    this.ends = ends;
  }

  /**
   * All rows of a dataset as one stretch.
   *
   * @throws DataException if its rows can only be read in passes
   */
  public static Series of(Dataset rows) {
    if (!(rows instanceof IndexedDataset indexed) || rows.size() > Integer.MAX_VALUE - 8) {
      throw new DataException(
          rows.name(),
          "a series that fits into memory, since windows overlap",
          rows.size() + " rows; give the program more memory, or save the series as .npy");
    }
    int[] points = IntStream.range(0, (int) rows.size()).toArray();
    return new Series(indexed, points, new int[] {points.length});
  }

  /** The rows as they stand in their source. */
  public IndexedDataset rows() {
    return rows;
  }

  /** How many rows its stretches have. */
  public int size() {
    return points.length;
  }

  /**
   * Series of their own for the rows of each value of a stream, in the order in which the values
   * appear; rows of one value need not stand together.
   */
  public Series by(String stream) {
    RowValues values = new RowValues(rows, stream);
    int[] ordered = new int[points.length];
    int[] borders = new int[points.length];
    int stretches = 0;
    int from = 0;
    int to = 0;
    for (int end : ends) {
      Map<Integer, List<Integer>> groups = new HashMap<>();
      List<Integer> seen = new ArrayList<>();
      for (int i = from; i < end; i++) {
        int group = values.group(points[i]);
        groups
            .computeIfAbsent(
                group,
                g -> {
                  seen.add(g);
                  return new ArrayList<>();
                })
            .add(points[i]);
      }
      for (int group : seen) {
        for (int row : groups.getOrDefault(group, List.of())) {
          ordered[to++] = row;
        }
        borders[stretches++] = to;
      }
      from = end;
    }
    return new Series(rows, ordered, Arrays.copyOf(borders, stretches));
  }

  /**
   * Only rows that have a value in a stream; where others stood is a gap.
   *
   * @throws DataException if no row has it
   */
  public Series where(String stream, String value) {
    boolean[] wanted = new boolean[(int) rows.size()];
    for (int row : new RowValues(rows, stream).of(value)) {
      wanted[row] = true;
    }
    return only(wanted);
  }

  /** Only some rows; where others stood is a gap. */
  private Series only(boolean[] wanted) {
    int[] kept = new int[points.length];
    int[] borders = new int[points.length];
    int stretches = 0;
    int from = 0;
    int to = 0;
    for (int end : ends) {
      for (int i = from; i < end; i++) {
        if (wanted[points[i]]) {
          kept[to++] = points[i];
        } else if (to > last(borders, stretches)) {
          borders[stretches++] = to;
        }
      }
      if (to > last(borders, stretches)) {
        borders[stretches++] = to;
      }
      from = end;
    }
    return new Series(rows, Arrays.copyOf(kept, to), Arrays.copyOf(borders, stretches));
  }

  private static int last(int[] borders, int stretches) {
    return stretches == 0 ? 0 : borders[stretches - 1];
  }

  /** The same stretches of the same rows without some streams. */
  public Series without(Set<String> streams) {
    Dataset left = rows;
    for (String stream : streams) {
      left = Datasets.without(left, stream);
    }
    return new Series((IndexedDataset) left, points, ends);
  }

  /**
   * A part that trains and one that is held back.
   *
   * @param training the stretches before
   * @param held the stretches that are held back
   */
  public record Split(Series training, Series held) {}

  /**
   * Holds rows back, from the end on: whole stretches, and the end of one of them, which is cut in
   * two. Since no window crosses a cut, none of one part overlaps one of the other.
   *
   * @param share of the rows to hold back, above 0 and below 1
   */
  public Split split(double share) {
    int cut = points.length - (int) Math.round(share * points.length);
    int[] before = Arrays.stream(ends).filter(end -> end < cut).toArray();
    int[] first = Arrays.copyOf(before, before.length + 1);
    first[before.length] = cut;
    int[] second = Arrays.stream(ends).filter(end -> end > cut).map(end -> end - cut).toArray();
    return new Split(
        new Series(rows, Arrays.copyOf(points, cut), first),
        new Series(rows, Arrays.copyOfRange(points, cut, points.length), second));
  }

  /**
   * Holds rows back so that rows of one value stay together, as {@link Datasets#split} does.
   *
   * @param stream what tells the values, of one element per row
   */
  public Split split(String stream, double share) {
    boolean[] held = new boolean[(int) rows.size()];
    for (int row : new RowValues(rows, stream).held(share)) {
      held[row] = true;
    }
    boolean[] training = new boolean[held.length];
    for (int i = 0; i < held.length; i++) {
      training[i] = !held[i];
    }
    return new Split(only(training), only(held));
  }

  /** Windows that begin every {@code stride} steps of a stretch, as far as they fit in. */
  public WindowedDataset windows(Windows windows) {
    return WindowedDataset.of(this, windows, false);
  }

  /**
   * The same windows, and one more at the end of each stretch where they leave steps over, so that
   * every row of a stretch that is long enough lies in a window (if the stride is at most the
   * size).
   */
  public WindowedDataset covering(Windows windows) {
    return WindowedDataset.of(this, windows, true);
  }

  /**
   * Each stretch as one row, padded with missing cells to a number of steps, beside its length.
   *
   * @param size steps of a row; longer stretches are cut
   * @param group the column that told the stretches apart, which is kept with the rows
   */
  public IndexedDataset sequences(int size, String group) {
    return SequenceRows.of(this, new Sequences(size, Optional.of(group)));
  }

  /** Rows of the longest stretch. */
  public int longestStretch() {
    return SequenceRows.longest(this);
  }

  /** The size that the autocorrelation of the numbers suggests. */
  public WindowSize autoSize() {
    return WindowSize.of(this);
  }

  /** Numbers of the rows of the longest stretch. */
  int[] longest() {
    int from = 0;
    int[] longest = new int[0];
    for (int end : ends) {
      if (end - from > longest.length) {
        longest = Arrays.copyOfRange(points, from, end);
      }
      from = end;
    }
    return longest;
  }

  int point(int position) {
    return points[position];
  }

  int[] points() {
    return points;
  }

  int[] ends() {
    return ends;
  }

  /** The stream that the model takes its numbers from. */
  Optional<StreamSpec> numbers() {
    return rows.schema().find(Schema.X);
  }
}
