package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.DataException;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;

/** Text in UTF-8 that goes to a stream of somebody else's, at once after each batch of rows. */
final class StreamOutput implements TextOutput {

  private final String name;
  private final Counting bytes;
  private final Writer out;

  StreamOutput(String name, OutputStream stream) {
    this.name = name;
    this.bytes = new Counting(stream);
    this.out = new BufferedWriter(new OutputStreamWriter(bytes, UTF_8), 1 << 16);
  }

  @Override
  public Writer writer() {
    return out;
  }

  @Override
  public void pause() throws IOException {
    out.flush();
  }

  @Override
  public long commit() throws IOException {
    out.flush();
    return bytes.count;
  }

  @Override
  public DataException failure(IOException e) {
    return new DataException(
        name
            + ": expected somebody who reads what is written, got "
            + Excerpt.of(String.valueOf(e.getMessage()), 120),
        e);
  }

  @Override
  public void close() {}

  private static final class Counting extends FilterOutputStream {

    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
      out.write(from, at, length);
      count += length;
    }
  }
}
