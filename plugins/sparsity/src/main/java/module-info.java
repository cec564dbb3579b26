/**
 * The sparsity plugin: sparse codes, sparse initial weights, and penalties whose steps give true
 * zeros.
 */
module io.concertina.plugin.sparsity {
  requires transitive io.concertina.api;
  requires io.concertina.plugin.standard;
  requires static org.jspecify;

  exports io.concertina.plugin.sparsity;
  exports io.concertina.plugin.sparsity.code;
  exports io.concertina.plugin.sparsity.weight;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.sparsity.SparsityPlugin;
}
