/** Contracts and the intermediate representation of Concertina. */
module io.concertina.api {
  requires static org.jspecify;

  exports io.concertina;
  exports io.concertina.engine;
  exports io.concertina.ir;
  exports io.concertina.ir.grad;
  exports io.concertina.ir.infer;
  exports io.concertina.ir.rewrite;
}
