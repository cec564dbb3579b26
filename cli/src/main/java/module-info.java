/**
 * The command line: parses commands, reads configurations and wires engines and plugins together.
 */
module io.concertina.cli {
  requires static org.jspecify;
  requires com.fasterxml.jackson.databind;
  requires com.google.guice;
  requires info.picocli;
  requires io.concertina.api;
  requires io.concertina.plugin.archive;
  requires io.concertina.plugin.datasets;
  requires io.concertina.plugin.pruning;
  requires io.concertina.plugin.convolutional;
  requires io.concertina.plugin.recurrent;
  requires io.concertina.plugin.sparsity;
  requires io.concertina.plugin.standard;
  requires java.desktop;
  requires jdk.management;
  requires org.apache.commons.configuration2;
  requires org.knowm.xchart;
  requires org.yaml.snakeyaml;

  opens io.concertina.cli.command to
      com.google.guice,
      info.picocli;
}
