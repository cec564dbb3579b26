/** The TensorFlow engine: lowers IR functions to TensorFlow graphs and runs them. */
module io.concertina.engine.tensorflow {
  requires static org.jspecify;
  requires tensorflow;
}
