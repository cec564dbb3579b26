package io.concertina.plugin.datasets;

import io.concertina.data.RowWriter;
import java.io.IOException;

/** Writes rows as text. */
final class TextWriter implements RowWriter {

  private final TextOutput output;
  private final TextForm form;

  TextWriter(TextOutput output, TextForm form) {
    this.output = output;
    this.form = form;
    try {
      form.begin(output.writer());
    } catch (IOException e) {
      output.close();
      throw output.failure(e);
    }
  }

  @Override
  public void write(String[] keys, float[] rows, int count) {
    try {
      for (int i = 0; i < count; i++) {
        form.row(output.writer(), keys, i * form.keys(), rows, i * form.numbers());
      }
      output.pause();
    } catch (IOException e) {
      throw output.failure(e);
    }
  }

  @Override
  public long commit() {
    try {
      return output.commit();
    } catch (IOException e) {
      throw output.failure(e);
    }
  }

  @Override
  public void close() {
    output.close();
  }
}
