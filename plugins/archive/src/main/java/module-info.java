/** The archive plugin: reads and writes the model file. */
module io.concertina.plugin.archive {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires com.fasterxml.jackson.databind;
}
