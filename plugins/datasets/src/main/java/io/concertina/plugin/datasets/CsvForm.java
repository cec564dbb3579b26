package io.concertina.plugin.datasets;

import io.concertina.data.RowLayout;
import java.io.IOException;
import java.io.Writer;
import java.util.stream.Collectors;

/**
 * A table with a header. A number is the shortest decimal that rounds to it, so reading gives the
 * same bits; a missing one is an empty cell.
 */
final class CsvForm implements TextForm {

  private final RowLayout layout;
  private final int keys;
  private final int numbers;

  CsvForm(RowLayout layout) {
    this.layout = layout;
    this.keys = layout.keys().size();
    this.numbers = layout.sample().size();
  }

  @Override
  public int keys() {
    return keys;
  }

  @Override
  public int numbers() {
    return numbers;
  }

  @Override
  public void begin(Writer out) throws IOException {
    out.write(
        layout.names().stream().map(CsvForm::cell).collect(Collectors.joining(",", "", "\n")));
  }

  /** A text, quoted where a reader could misunderstand it. */
  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> "\",;\t\n\r".indexOf(c) >= 0);
    return plain && text.equals(text.strip()) ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void row(Writer out, String[] texts, int key, float[] values, int number)
      throws IOException {
    for (int i = 0; i < keys; i++) {
      out.write(i == 0 ? "" : ",");
      out.write(keys + numbers == 1 ? quotedIfEmpty(cell(texts[key])) : cell(texts[key + i]));
    }
    for (int i = 0; i < numbers; i++) {
      out.write(i + keys == 0 ? "" : ",");
      float value = values[number + i];
      String text = Float.isNaN(value) ? "" : TextForm.decimal(value);
      out.write(keys + numbers == 1 ? quotedIfEmpty(text) : text);
    }
    out.write('\n');
  }

  /** An empty line is no row; a row of one empty cell has quotes. */
  private static String quotedIfEmpty(String text) {
    return text.isEmpty() ? "\"\"" : text;
  }
}
