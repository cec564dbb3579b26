/** The recurrent plugin: layers that carry a state along a sequence. */
module io.concertina.plugin.recurrent {
  requires transitive io.concertina.plugin.standard;
  requires static org.jspecify;

  exports io.concertina.plugin.recurrent;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.recurrent.RecurrentPlugin;
}
