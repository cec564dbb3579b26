/** The archive plugin: reads and writes the model file. */
module io.concertina.plugin.archive {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;

  exports io.concertina.plugin.archive;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.archive.ArchivePlugin;
}
