package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.ColumnStream;
import io.concertina.data.DatasetOptions;
import io.concertina.data.StreamSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out, in a pass of its own, what only a table's cells can tell: words and kinds. */
final class TableSurvey {

  private static final int ROWS = 1024;

  /** More words than a column of classes or categories has. */
  private static final int MOST_WORDS = 65_536;

  private final TextTable table;
  private final Spellings spellings;

  private TableSurvey(TextTable table, DatasetOptions options) {
    this.table = table;
    this.spellings = new Spellings(options.cells());
  }

  /**
   * The streams that the options ask for beside the feature.
   *
   * @throws DataException if a column has too many words, or words beside decimals
   */
  static List<ResolvedStream> streams(TextTable table, DatasetOptions options) {
    List<ColumnStream> asked = options.columns().streams();
    List<ColumnStream> open =
        asked.stream().filter(stream -> !ResolvedStream.isPlain(stream)).toList();
    Map<ColumnStream, ResolvedStream> found = new HashMap<>();
    if (!open.isEmpty()) {
      TableSurvey survey = new TableSurvey(table, options);
      found = table.isRepeatable() ? survey.read(options, open) : survey.unread(open);
    }
    List<ResolvedStream> resolved = new ArrayList<>();
    for (ColumnStream stream : asked) {
      resolved.add(found.getOrDefault(stream, ResolvedStream.of(stream)));
    }
    return resolved;
  }

  /** Of rows that can be read but once, labels are numbers. */
  private Map<ColumnStream, ResolvedStream> unread(List<ColumnStream> open) {
    Map<ColumnStream, ResolvedStream> found = new HashMap<>();
    for (ColumnStream stream : open) {
      if (stream.role() == StreamSpec.Role.FEATURE) {
        throw new DataException(
            table.name(),
            "known words for " + stream.stream(),
            "none, and rows that can be read but once; save them as a file");
      }
      found.put(stream, new ResolvedStream(stream, StreamSpec.Kind.F32, List.of()));
    }
    return found;
  }

  private Map<ColumnStream, ResolvedStream> read(DatasetOptions options, List<ColumnStream> open) {
    TableLayout layout = TableLayout.texts(table.columns(), options, open);
    List<List<Words>> words = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      List<String> columns = layout.schema().streams().get(i).columns();
      words.add(columns.stream().map(Words::new).toList());
    }
    Batch batch = new Batch(layout.schema(), ROWS);
    try (TablePass pass = new TablePass(layout, table.rows(), new Precision(0))) {
      while (pass.read(batch, ROWS) > 0) {
        for (int i = 0; i < open.size(); i++) {
          boolean feature = open.get(i).role() == StreamSpec.Role.FEATURE;
          see(words.get(i), batch.texts(i), batch.rows(), feature);
        }
        batch.clear();
      }
    }
    Map<ColumnStream, ResolvedStream> found = new HashMap<>();
    for (int i = 0; i < open.size(); i++) {
      found.put(open.get(i), resolve(open.get(i), words.get(i)));
    }
    return found;
  }

  private void see(List<Words> words, String[] cells, int rows, boolean feature) {
    int width = words.size();
    for (int i = 0; i < rows * width; i++) {
      String cell = cells[i].strip();
      boolean listed = spellings.lists(cell);
      if (feature) {
        words.get(i % width).add(listed ? "" : cell);
      } else if (!listed && !Cell.isMissing(cell)) {
        words.get(i % width).seeLabel(cell);
      }
    }
  }

  private static ResolvedStream resolve(ColumnStream stream, List<Words> words) {
    if (stream.role() == StreamSpec.Role.FEATURE) {
      return new ResolvedStream(
          stream, StreamSpec.Kind.I32, words.stream().map(Words::all).toList());
    }
    if (words.stream().anyMatch(Words::hasDecimals)) {
      words.forEach(Words::requireNumbers);
      return new ResolvedStream(stream, StreamSpec.Kind.F32, List.of());
    }
    boolean spoken = words.stream().anyMatch(Words::hasText);
    List<List<String>> lists =
        spoken
            ? words.stream()
                .map(column -> column.hasText() ? column.all() : List.<String>of())
                .toList()
            : List.of();
    return new ResolvedStream(stream, StreamSpec.Kind.I32, lists);
  }

  /** What stands in a column. */
  private final class Words {

    private final String column;
    private final Set<String> all = new LinkedHashSet<>();
    private String text = "";
    private String decimal = "";

    Words(String column) {
      this.column = column;
    }

    private String where() {
      return table.name() + " column " + Excerpt.of(column, 80);
    }

    void add(String word) {
      if (all.add(word) && all.size() > MOST_WORDS) {
        throw new DataException(
            where(),
            "at most " + MOST_WORDS + " different words",
            "more; is it a key (data.keys)?");
      }
    }

    void seeLabel(String cell) {
      if (Cell.isNumber(cell)) {
        double value = Cell.parse(cell);
        decimal = value == (int) value ? decimal : cell;
      } else {
        text = text.isEmpty() ? cell : text;
      }
      boolean enough = all.size() == MOST_WORDS && text.isEmpty();
      if (!enough) {
        add(cell);
      }
    }

    boolean hasText() {
      return !text.isEmpty();
    }

    boolean hasDecimals() {
      return !decimal.isEmpty();
    }

    void requireNumbers() {
      if (hasText()) {
        throw new DataException(
            where(),
            "numbers or words as labels",
            "both " + Excerpt.quoted(decimal) + " and " + Excerpt.quoted(text));
      }
    }

    List<String> all() {
      return List.copyOf(all);
    }
  }
}
