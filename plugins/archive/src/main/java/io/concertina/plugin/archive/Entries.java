package io.concertina.plugin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** The entries of an archive, whose names and sizes have been checked. */
sealed interface Entries extends AutoCloseable permits FileEntries, StreamEntries {

  /** The names, that of the manifest included. */
  Set<String> names();

  /** Size of an entry in bytes. */
  long bytes(String name);

  /** The bytes of an entry. */
  InputStream open(String name) throws IOException;

  @Override
  void close() throws IOException;
}
