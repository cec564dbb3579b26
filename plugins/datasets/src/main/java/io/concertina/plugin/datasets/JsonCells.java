package io.concertina.plugin.datasets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.concertina.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of JSON lines; each object is parsed by itself. */
final class JsonCells implements CellReader {

  private static final char[] EMPTY = {};
  private static final char[] TRUE = {'1'};
  private static final char[] FALSE = {'0'};

  private final Content content;
  private final BufferedReader text;
  private final boolean lenient;
  private final JsonFactory json =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private final Map<String, Integer> places = new HashMap<>();
  private long[] seen = {};
  private String line = "";
  private boolean peeked;
  private long number;

  /**
   * @param names of the columns, in order
   * @param lenient whether fields of other names are passed over
   */
  JsonCells(Content content, BufferedReader text, List<String> names, boolean lenient) {
    this.content = content;
    this.text = text;
    this.lenient = lenient;
    setNames(names);
  }

  private void setNames(List<String> names) {
    seen = new long[names.size()];
    for (int i = 0; i < seen.length; i++) {
      places.put(names.get(i), i);
    }
  }

  /** The names of the first row's fields, which is still the next one; none if there is no row. */
  List<String> peek() {
    if (!advance()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    parse(
        (name, parser) -> {
          names.add(name);
          parser.skipChildren();
        });
    if (names.isEmpty()) {
      throw new DataException(where(), "an object of named numbers", "an empty one");
    }
    setNames(names);
    peeked = true;
    return names;
  }

  @Override
  public boolean next(RowCells row) {
    if (!peeked && !advance()) {
      return false;
    }
    peeked = false;
    parse((name, parser) -> take(name, parser, row));
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] != number) {
        row.cell(i, EMPTY, 0, 0);
      }
    }
    return true;
  }

  /** Goes to the next line that is not blank. */
  private boolean advance() {
    try {
      do {
        String next = text.readLine();
        if (next == null) {
          return false;
        }
        line = number == 0 && next.startsWith("\uFEFF") ? next.substring(1) : next;
        number++;
      } while (line.isBlank());
      return true;
    } catch (IOException e) {
      throw CsvText.failure(content, e);
    }
  }

  /** Receives a field, with the parser at its value. */
  private interface Field {
    void take(String name, JsonParser parser) throws IOException;
  }

  private void parse(Field field) {
    try (JsonParser parser = json.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DataException(
            where(), "a JSON object such as {\"a\": 1.5}", Excerpt.quoted(line));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        field.take(name, parser);
      }
      if (parser.nextToken() != null) {
        throw new DataException(where(), "one JSON object a line", Excerpt.quoted(line));
      }
    } catch (JsonProcessingException e) {
      throw new DataException(
          where()
              + ": expected a JSON object, got a fault ("
              + Excerpt.of(e.getOriginalMessage(), 160)
              + "); mend the line",
          e);
    } catch (IOException e) {
      throw content.failure(e);
    }
  }

  private void take(String name, JsonParser parser, RowCells row) throws IOException {
    Integer column = places.get(name);
    if (column == null) {
      if (!lenient) {
        throw new DataException(
            where(),
            "the fields of the first line",
            "one more, "
                + Excerpt.quoted(name)
                + "; give it there, too, as null where it is missing");
      }
      parser.skipChildren();
      return;
    }
    seen[column] = number;
    switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING ->
          row.cell(
              column, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      case VALUE_NULL -> row.cell(column, EMPTY, 0, 0);
      case VALUE_TRUE -> row.cell(column, TRUE, 0, 1);
      case VALUE_FALSE -> row.cell(column, FALSE, 0, 1);
      default ->
          throw new DataException(
              where() + ", field " + Excerpt.of(name, 80),
              "a number, a string, null, true or false",
              "a list or an object; give each element a field of its own");
    }
  }

  private String where() {
    return content.name() + " line " + number;
  }

  @Override
  public long line() {
    return number;
  }

  @Override
  public boolean isReady() {
    try {
      return text.ready();
    } catch (IOException e) {
      throw content.failure(e);
    }
  }

  @Override
  public void close() {
    try {
      text.close();
    } catch (IOException e) {
      throw content.failure(e);
    }
  }
}
