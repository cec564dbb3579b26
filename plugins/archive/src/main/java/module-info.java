/** The archive plugin: reads and writes the model file. */
module io.concertina.plugin.archive {
  requires static org.jspecify;
  requires com.fasterxml.jackson.databind;
}
