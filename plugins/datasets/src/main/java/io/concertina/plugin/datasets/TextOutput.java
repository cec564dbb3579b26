package io.concertina.plugin.datasets;

import io.concertina.DataException;
import java.io.IOException;
import java.io.Writer;

/** Where text goes. */
interface TextOutput extends AutoCloseable {

  /** Takes the text. */
  Writer writer();

  /** Says that all rows that are known have been written. */
  void pause() throws IOException;

  /** Ends the text, and says how many bytes it has. */
  long commit() throws IOException;

  /** What to throw where writing fails. */
  DataException failure(IOException e);

  @Override
  void close();
}
