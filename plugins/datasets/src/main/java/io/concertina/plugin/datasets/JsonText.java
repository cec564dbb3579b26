package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.ColumnChoice;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table whose rows are JSON objects, one a line. */
final class JsonText implements TextTable {

  private final Content content;
  private final TableColumns columns;
  private final boolean lenient;
  private final boolean repeatable;
  private final JsonCells first;
  private boolean begun;

  private JsonText(Content content, ColumnChoice choice, boolean repeatable) {
    this.content = content;
    this.repeatable = repeatable;
    this.lenient = !choice.only().isEmpty();
    this.first = cells(List.of());
    List<String> names = first.peek();
    if (names.isEmpty()) {
      throw new DataException(content.name(), "rows of numbers", "no text");
    }
    this.columns = TableColumns.named(content.name(), names, List.of());
  }

  /** A table that can be read again. */
  static JsonText of(Content content, ColumnChoice choice) {
    JsonText text = new JsonText(content, choice, true);
    text.first.close();
    return text;
  }

  /** A table that can be read once. */
  static JsonText once(Content content, ColumnChoice choice) {
    return new JsonText(content, choice, false);
  }

  private JsonCells cells(List<String> names) {
    InputStreamReader text =
        new InputStreamReader(content.open(), StandardCharsets.UTF_8.newDecoder());
    return new JsonCells(content, new BufferedReader(text), names, lenient);
  }

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public TableColumns columns() {
    return columns;
  }

  @Override
  public boolean isRepeatable() {
    return repeatable;
  }

  @Override
  public CellReader rows() {
    if (repeatable) {
      return cells(columns.given());
    }
    if (begun) {
      throw new DataException(name(), "one pass over rows that come as a stream", "a second");
    }
    begun = true;
    return first;
  }
}
