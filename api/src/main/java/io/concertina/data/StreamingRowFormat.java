package io.concertina.data;

import java.io.OutputStream;

/** A format whose rows can be written to a stream as they come, for instance to a pipe. */
public interface StreamingRowFormat extends RowFormat {

  /**
   * Begins to write to a stream. Each call of {@link RowWriter#write} ends with a flush; {@link
   * RowWriter#commit} gives the number of bytes.
   *
   * @param name for messages
   * @param out stays the caller's to close
   * @param layout what a row is made of
   */
  RowWriter stream(String name, OutputStream out, RowLayout layout);
}
