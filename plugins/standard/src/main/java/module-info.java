/**
 * The standard plugin: the layers, optimisers, losses, regularisers and initialisers that most
 * models need.
 */
module io.concertina.plugin.standard {
  requires transitive io.concertina.api;
  requires static org.jspecify;
}
