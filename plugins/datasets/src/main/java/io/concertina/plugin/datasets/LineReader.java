package io.concertina.plugin.datasets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text that is handed over a line at a time, so that a parser behind it takes no more than it needs
 * for a row, and {@link #ready} tells whether more is there without waiting.
 */
final class LineReader extends Reader {

  private final BufferedReader text;

  LineReader(BufferedReader text) {
    this.text = text;
  }

  @Override
  public int read(char[] target, int from, int count) throws IOException {
    int read = 0;
    while (read < count) {
      int c = text.read();
      if (c < 0) {
        return read == 0 ? -1 : read;
      }
      target[from + read++] = (char) c;
      if (c == '\n') {
        break;
      }
    }
    return read;
  }

  @Override
  public boolean ready() throws IOException {
    return text.ready();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
