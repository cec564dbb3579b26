package io.concertina.plugin.datasets;

import io.concertina.data.Batch;
import io.concertina.data.RowReader;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import java.util.ArrayList;
import java.util.List;

/** Rows that are collected without knowing how many will come, up to a limit. */
final class RowBlocks {

  /** Elements per block, about. */
  private static final int BLOCK = 1 << 18;

  /** What a string of a key takes, about. */
  private static final int TEXT_BYTES = 64;

  private final Schema schema;
  private final int blockRows;
  private final long mostRows;
  private final List<Batch> blocks = new ArrayList<>();
  private boolean complete = true;

  /**
   * @param schema of a row
   * @param limit bytes to hold at the most
   */
  RowBlocks(Schema schema, long limit) {
    this.schema = schema;
    long width = 0;
    long bytes = 0;
    for (StreamSpec stream : schema.streams()) {
      width += stream.width();
      bytes += (long) stream.width() * (stream.kind() == StreamSpec.Kind.TEXT ? TEXT_BYTES : 4);
    }
    this.blockRows = (int) Math.max(1, BLOCK / width);
    this.mostRows = Math.min(Integer.MAX_VALUE, limit / bytes);
  }

  /**
   * Reads all rows. The first one beyond the limit makes all others be forgotten.
   *
   * @return how many there were
   */
  long readAll(RowReader reader) {
    long count = 0;
    Batch block = new Batch(schema, (int) Math.max(1, Math.min(blockRows, mostRows)));
    for (int read = reader.read(block, block.room()); read > 0; ) {
      count += read;
      complete &= count <= mostRows;
      if (!complete) {
        blocks.clear();
        block.clear();
      } else if (block.room() == 0) {
        blocks.add(block);
        block = new Batch(schema, (int) Math.max(1, Math.min(blockRows, mostRows - count)));
      }
      read = reader.read(block, block.room());
    }
    if (complete && block.rows() > 0) {
      blocks.add(block);
    }
    return count;
  }

  /** True if all rows are here. */
  boolean isComplete() {
    return complete;
  }

  /** Appends a row to a batch. */
  void copy(int row, Batch target) {
    target.add(blocks.get(row / blockRows), row % blockRows);
  }
}
