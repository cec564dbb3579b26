/** The pruning plugin: pruners, and the removal of whole units. */
module io.concertina.plugin.pruning {
  requires transitive io.concertina.api;
  requires static org.jspecify;

  exports io.concertina.plugin.pruning;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.pruning.PruningPlugin;
}
