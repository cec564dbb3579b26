package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.DataException;
import io.concertina.format.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.zip.GZIPOutputStream;

/** Text in UTF-8 that goes to a file, packed or not. */
final class FileOutput implements TextOutput {

  private final AtomicFile file;
  private final Writer out;

  FileOutput(AtomicFile file, boolean packed) throws IOException {
    this.file = file;
    OutputStream bytes = packed ? new GZIPOutputStream(file.stream(), 1 << 16) : file.stream();
    this.out = new BufferedWriter(new OutputStreamWriter(bytes, UTF_8), 1 << 16);
  }

  @Override
  public Writer writer() {
    return out;
  }

  @Override
  public void pause() {}

  @Override
  public long commit() throws IOException {
    out.close();
    return file.commit();
  }

  @Override
  public DataException failure(IOException e) {
    return file.failure(e);
  }

  @Override
  public void close() {
    file.close();
  }
}
