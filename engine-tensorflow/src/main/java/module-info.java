/** The TensorFlow engine: lowers functions to TensorFlow graphs and runs them. */
module io.concertina.engine.tensorflow {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires tensorflow;

  exports io.concertina.engine.tensorflow;

  provides io.concertina.spi.Plugin with
      io.concertina.engine.tensorflow.TensorflowPlugin;
}
