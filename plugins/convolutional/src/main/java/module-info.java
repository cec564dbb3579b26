/** The convolutional plugin: convolutions, pooling, and norms over channels. */
module io.concertina.plugin.convolutional {
  requires transitive io.concertina.plugin.standard;
  requires static org.jspecify;

  exports io.concertina.plugin.convolutional;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.convolutional.ConvolutionalPlugin;
}
