/** The native engine: compiles IR functions to plans of pure Java kernels and runs them. */
module io.concertina.engine.nativejava {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires jdk.incubator.vector;
}
