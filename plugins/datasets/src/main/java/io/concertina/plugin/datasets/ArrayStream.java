package io.concertina.plugin.datasets;

import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions.Missing;
import io.concertina.data.RowReader;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** Rows of a row-major array that is unpacked anew for each pass. */
final class ArrayStream implements Dataset {

  private static final int BLOCK = 1 << 16;

  private final Content content;
  private final ArrayLayout layout;
  private final Missing missing;

  ArrayStream(Content content, ArrayLayout layout, Missing missing) {
    this.content = content;
    this.layout = layout;
    this.missing = missing;
  }

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public Shape sample() {
    return layout.sample();
  }

  @Override
  public long size() {
    return layout.rows();
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public Optional<ValueRange> range() {
    return ArrayFile.range(layout);
  }

  @Override
  public RowReader read() {
    InputStream in = content.open();
    try {
      in.skipNBytes(layout.headerBytes());
      return new Pass(in);
    } catch (IOException e) {
      close(in);
      throw content.failure(e);
    }
  }

  private void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw content.failure(e);
    }
  }

  private final class Pass implements RowReader {

    private final InputStream in;
    private final int blockRows = (int) Math.max(1, BLOCK / layout.rowBytes());
    private final byte[] bytes = new byte[Math.toIntExact(blockRows * layout.rowBytes())];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);
    private long position;

    Pass(InputStream in) {
      this.in = in;
    }

    @Override
    public int next(float[] target, int rows) {
      int wanted = (int) Math.min(rows, layout.rows() - position);
      for (int done = 0; done < wanted; done += blockRows) {
        read(target, done * layout.width(), Math.min(blockRows, wanted - done));
      }
      return wanted;
    }

    private void read(float[] target, int at, int rows) {
      int length = Math.toIntExact(rows * layout.rowBytes());
      try {
        int read = in.readNBytes(bytes, 0, length);
        if (read < length || position + rows == layout.rows()) {
          ArrayFile.requireEnd(content, layout, position * layout.rowBytes() + read, in);
        }
      } catch (IOException e) {
        throw content.failure(e);
      }
      for (int i = 0; i < rows; i++) {
        layout.read(segment, i, target, at + i * layout.width());
        layout.check(target, at + i * layout.width(), position + i, missing);
      }
      position += rows;
    }

    @Override
    public void close() {
      ArrayStream.this.close(in);
    }
  }
}
