/**
 * The testkit: contracts that plugin and engine authors extend, and the reference interpreter that
 * judges them.
 */
module io.concertina.testkit {
  requires static org.jspecify;
  requires transitive io.concertina.api;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;
  requires org.opentest4j;

  exports io.concertina.testkit;
  exports io.concertina.testkit.reference;

  provides io.concertina.spi.Plugin with
      io.concertina.testkit.reference.ReferencePlugin;
}
