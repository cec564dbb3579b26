/** The TensorFlow engine: lowers IR functions to TensorFlow graphs and runs them. */
module io.concertina.engine.tensorflow {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires tensorflow;
}
