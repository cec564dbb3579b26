package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.format.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a table with a header. A number is the shortest decimal that rounds to it, so reading
 * gives the same bits; missing is {@code NaN}.
 */
final class CsvWriter implements RowWriter {

  private final AtomicFile file;
  private final int width;
  private final Writer out;

  CsvWriter(AtomicFile file, int width, List<String> columns, boolean packed) throws IOException {
    this.file = file;
    this.width = width;
    OutputStream bytes = packed ? new GZIPOutputStream(file.stream(), 1 << 16) : file.stream();
    this.out = new BufferedWriter(new OutputStreamWriter(bytes, UTF_8), 1 << 16);
    List<String> names = columns.isEmpty() ? CsvTable.numbered(width) : columns;
    out.write(names.stream().map(CsvWriter::cell).collect(Collectors.joining(",", "", "\n")));
  }

  /** A name, quoted where a reader could misunderstand it. */
  private static String cell(String name) {
    boolean plain = name.chars().noneMatch(c -> "\",;\t\n\r".indexOf(c) >= 0);
    return plain && name.equals(name.strip()) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String number(float value) {
    String text = Float.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  @Override
  public void write(float[] rows, int count) {
    try {
      for (int i = 0; i < count * width; i++) {
        out.write(number(rows[i]));
        out.write((i + 1) % width == 0 ? '\n' : ',');
      }
    } catch (IOException e) {
      throw file.failure(e);
    }
  }

  @Override
  public long commit() {
    try {
      out.close();
    } catch (IOException e) {
      throw file.failure(e);
    }
    return file.commit();
  }

  @Override
  public void close() {
    file.close();
  }
}
