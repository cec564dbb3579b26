/**
 * The standard plugin: the layers, optimisers, losses, regularisers and initialisers that most
 * models need.
 */
module io.concertina.plugin.standard {
  requires transitive io.concertina.api;
  requires static org.jspecify;

  exports io.concertina.plugin.standard;
  exports io.concertina.plugin.standard.activation;
  exports io.concertina.plugin.standard.initializer;
  exports io.concertina.plugin.standard.layer;
  exports io.concertina.plugin.standard.likelihood;
  exports io.concertina.plugin.standard.measure;
  exports io.concertina.plugin.standard.optimizer;
  exports io.concertina.plugin.standard.regularizer;
  exports io.concertina.plugin.standard.schedule;
  exports io.concertina.plugin.standard.score;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.standard.StandardPlugin;
}
