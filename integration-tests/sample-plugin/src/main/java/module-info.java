/** A sample plugin, as a user would write one. */
module io.concertina.sample {
  requires transitive io.concertina.api;
  requires io.concertina.plugin.standard;
  requires static org.jspecify;

  exports io.concertina.sample;

  provides io.concertina.spi.Plugin with
      io.concertina.sample.SamplePlugin;
}
