package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.Series;
import io.concertina.data.StreamSpec;
import io.concertina.data.WindowSize;
import io.concertina.data.WindowedDataset;
import io.concertina.data.Windows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts the rows of a plan into windows: a stretch per group, with a gap where a row is passed over.
 *
 * <p>What tells groups and gaps is read as keys, which the windows are without.
 *
 * @param plan says what is what
 * @param windows how to cut
 */
record StretchedRows(DataPlan plan, WindowPlan windows) {

  private static final String GROUP = "windows_group";
  private static final String CONDITION = "rows_";

  private StreamPlan.RowChoice choice() {
    return plan.streams().choice();
  }

  /** The keys to read from a file whose columns have names. */
  List<ColumnStream> keys() {
    List<ColumnStream> keys = new ArrayList<>();
    windows.group().ifPresent(column -> keys.add(key(GROUP, column)));
    int condition = 0;
    for (String column : choice().rows().keySet()) {
      keys.add(key(CONDITION + condition++, column));
    }
    return keys;
  }

  private static ColumnStream key(String stream, String column) {
    return ColumnStream.of(stream, StreamSpec.Role.KEY, List.of(column));
  }

  /** Stretches with the keys. */
  private Series stretches(Dataset rows) {
    Series series = Series.of(rows);
    if (windows.group().isPresent()) {
      if (rows.schema().find(GROUP).isEmpty()) {
        throw new ConfigurationException(
            "data.windows.group",
            "a file whose columns have names",
            rows.name() + ", which has none");
      }
      series = series.by(GROUP);
    }
    int condition = 0;
    for (Map.Entry<String, String> wanted : choice().rows().entrySet()) {
      String key = CONDITION + condition++;
      boolean named = rows.schema().find(key).isPresent();
      if (named || rows.schema().find(wanted.getKey()).isPresent()) {
        series = series.where(named ? key : wanted.getKey(), wanted.getValue());
      }
    }
    return series;
  }

  private static Series bare(Series series) {
    Set<String> keys = new LinkedHashSet<>();
    for (StreamSpec stream : series.rows().schema().of(StreamSpec.Role.KEY)) {
      String name = stream.name();
      if (name.equals(GROUP) || name.equals(TrainingData.GROUP) || name.startsWith(CONDITION)) {
        keys.add(name);
      }
    }
    return series.without(keys);
  }

  /** All rows in windows that are cut like others. */
  WindowedDataset like(Windows others, Dataset rows) {
    return bare(stretches(rows)).windows(others);
  }

  /**
   * Training rows in windows, and those that are held back.
   *
   * @param share of the rows to hold back
   */
  TrainingData.Parts parts(Dataset rows, double share) {
    Series series = stretches(rows);
    Series training = series;
    Optional<Series> held = Optional.empty();
    List<String> notes = new ArrayList<>();
    if (share > 0) {
      Series.Split split =
          choice().splitBy().isPresent()
              ? series.split(TrainingData.GROUP, share)
              : series.split(share);
      training = split.training();
      held = Optional.of(bare(split.held()));
      notes.add(
          "held back for validation: %d of %d rows, whole stretches, which no window crosses"
              .formatted(split.held().size(), series.size()));
    }
    Series bare = bare(training);
    Optional<WindowSize> suggested = windows.suggested(bare);
    suggested.ifPresent(size -> notes.add("data.windows.size: " + size));
    Windows cut = windows.windows(suggested);
    return new TrainingData.Parts(bare.windows(cut), held.map(part -> part.windows(cut)), notes);
  }
}
