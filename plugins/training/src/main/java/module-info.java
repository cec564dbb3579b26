/**
 * The training plugin: the default trainer with early stopping, rate on plateau and checkpoints.
 */
module io.concertina.plugin.training {
  requires transitive io.concertina.api;
  requires static org.jspecify;

  exports io.concertina.plugin.training;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.training.TrainingPlugin;
}
