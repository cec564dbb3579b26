/** Contracts and the intermediate representation of Concertina. */
module io.concertina.api {
  requires static org.jspecify;

  exports io.concertina;
  exports io.concertina.autoencoder;
  exports io.concertina.config;
  exports io.concertina.data;
  exports io.concertina.engine;
  exports io.concertina.format;
  exports io.concertina.ir;
  exports io.concertina.ir.grad;
  exports io.concertina.ir.infer;
  exports io.concertina.ir.rewrite;
  exports io.concertina.layer;
  exports io.concertina.loss;
  exports io.concertina.metric;
  exports io.concertina.model;
  exports io.concertina.optimizer;
  exports io.concertina.prune;
  exports io.concertina.regularizer;
  exports io.concertina.score;
  exports io.concertina.spi;
  exports io.concertina.train;

  uses io.concertina.spi.Plugin;
}
