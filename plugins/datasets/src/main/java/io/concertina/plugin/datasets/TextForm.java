package io.concertina.plugin.datasets;

import java.io.IOException;
import java.io.Writer;

/** How rows look as text. */
interface TextForm {

  /** Writes what stands before the rows. */
  void begin(Writer out) throws IOException;

  /**
   * Writes a row.
   *
   * @param keys hold the row's keys from {@code key} on
   * @param numbers hold the row's numbers from {@code number} on
   */
  void row(Writer out, String[] keys, int key, float[] numbers, int number) throws IOException;

  /** Keys per row. */
  int keys();

  /** Numbers per row. */
  int numbers();

  /** The shortest decimal that rounds to a number. */
  static String decimal(float value) {
    String text = Float.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
