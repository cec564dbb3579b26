/**
 * The command line: parses commands, reads configurations and wires engines and plugins together.
 */
module io.concertina.cli {
  requires static org.jspecify;
  requires com.fasterxml.jackson.databind;
  requires com.google.guice;
  requires info.picocli;
  requires io.concertina.api;
  requires io.concertina.workflow;
  requires java.desktop;
  requires org.apache.commons.configuration2;
  requires org.knowm.xchart;
  requires org.yaml.snakeyaml;

  opens io.concertina.cli.command to
      com.google.guice,
      info.picocli;
  opens io.concertina.cli.option to
      info.picocli;
}
