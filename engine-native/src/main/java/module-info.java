/** The native engine: compiles IR functions to plans of pure Java kernels and runs them. */
module io.concertina.engine.nativejava {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires jdk.incubator.vector;

  exports io.concertina.engine.nativejava;
  exports io.concertina.engine.nativejava.plan;

  provides io.concertina.spi.Plugin with
      io.concertina.engine.nativejava.NativePlugin;
}
