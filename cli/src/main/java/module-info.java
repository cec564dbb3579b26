/**
 * The command line: parses commands, reads configurations and wires engines and plugins together.
 */
module io.concertina.cli {
  requires io.concertina.api;
  requires static org.jspecify;
  requires info.picocli;
  requires com.google.guice;
  requires org.apache.commons.configuration2;
  requires com.fasterxml.jackson.databind;
  requires me.tongfei.progressbar;
}
