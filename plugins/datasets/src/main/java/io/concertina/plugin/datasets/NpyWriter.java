package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.concertina.data.RowWriter;
import io.concertina.format.AtomicFile;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.stream.Collectors;

/** Writes an array {@code <f4} in C order, version 1.0; the number of rows is filled in last. */
final class NpyWriter implements RowWriter {

  /** Places for any number of rows. */
  private static final int ROW_DIGITS = 20;

  /** The numbers begin at a multiple of this, as NumPy has it. */
  private static final int ALIGNMENT = 64;

  private final AtomicFile file;
  private final Shape sample;
  private final int width;
  private final int headerBytes;
  private final ByteBuffer buffer;
  private long rows;

  NpyWriter(AtomicFile file, Shape sample) throws IOException {
    this.file = file;
    this.sample = sample;
    this.width = sample.size();
    int least = 10 + dictionary(0).length() + ROW_DIGITS + 1;
    this.headerBytes = (least + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    this.buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    file.channel().position(headerBytes);
  }

  private String dictionary(long count) {
    String sizes =
        sample.dims().stream()
            .map(Dim::toString)
            .collect(Collectors.joining(", ", "(" + count + ", ", ")"));
    return "{'descr': '<f4', 'fortran_order': False, 'shape': " + sizes + ", }";
  }

  @Override
  public void write(String[] keys, float[] values, int count) {
    try {
      for (int i = 0; i < count * width; i++) {
        if (buffer.remaining() < Float.BYTES) {
          flush();
        }
        buffer.putFloat(values[i]);
      }
    } catch (IOException e) {
      throw file.failure(e);
    }
    rows += count;
  }

  private void flush() throws IOException {
    writeFully(buffer.flip());
    buffer.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.channel().write(bytes);
    }
  }

  private void writeHeader() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    header.putShort((short) (headerBytes - 10));
    header.put(dictionary(rows).getBytes(ISO_8859_1));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    header.put((byte) '\n');
    FileChannel channel = file.channel();
    long end = channel.position();
    channel.position(0);
    writeFully(header.flip());
    channel.position(end);
  }

  @Override
  public long commit() {
    try {
      flush();
      writeHeader();
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
