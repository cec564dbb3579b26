package io.concertina.plugin.datasets;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.concertina.data.RowLayout;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** An object per line. A missing number is {@code null}, and an infinite one a string. */
final class JsonForm implements TextForm {

  private final List<String> names;
  private final int keys;
  private final int numbers;

  JsonForm(RowLayout layout) {
    this.names = layout.names().stream().map(JsonForm::quoted).toList();
    this.keys = layout.keys().size();
    this.numbers = layout.sample().size();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
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
  public void begin(Writer out) {}

  @Override
  public void row(Writer out, String[] texts, int key, float[] values, int number)
      throws IOException {
    char before = '{';
    for (int i = 0; i < keys + numbers; i++) {
      out.write(before);
      out.write(names.get(i));
      out.write(':');
      out.write(i < keys ? quoted(texts[key + i]) : number(values[number + i - keys]));
      before = ',';
    }
    out.write("}\n");
  }

  private static String number(float value) {
    if (Float.isNaN(value)) {
      return "null";
    }
    String text = TextForm.decimal(value);
    return Float.isInfinite(value) ? quoted(text) : text;
  }
}
