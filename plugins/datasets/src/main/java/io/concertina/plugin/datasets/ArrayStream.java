package io.concertina.plugin.datasets;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.RowReader;
import io.concertina.data.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Rows of a row-major array that is unpacked anew for each pass.
 *
 * @param content the file
 * @param layout where the numbers are
 * @param missing what a missing number is
 * @param notes what its user should know
 */
record ArrayStream(Content content, ArrayLayout layout, ArrayMissing missing, List<String> notes)
    implements Dataset {

  private static final int BLOCK = 1 << 16;

  ArrayStream {
    notes = List.copyOf(notes);
  }

  /** The same rows with something to say about them. */
  ArrayStream with(List<String> said) {
    return new ArrayStream(content, layout, missing, said);
  }

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public Schema schema() {
    return layout.schema(missing);
  }

  @Override
  public long size() {
    return layout.rows();
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
    public int read(Batch target, int rows) {
      int wanted = (int) Math.min(rows, layout.rows() - position);
      for (int done = 0; done < wanted; done += blockRows) {
        readBlock(target, Math.min(blockRows, wanted - done));
      }
      return wanted;
    }

    private void readBlock(Batch target, int rows) {
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
        int at = target.rows() * layout.width();
        layout.read(segment, i, target, at);
        layout.check(target, at, position + i, missing);
        target.added(1);
      }
      position += rows;
    }

    @Override
    public void close() {
      ArrayStream.this.close(in);
    }
  }
}
