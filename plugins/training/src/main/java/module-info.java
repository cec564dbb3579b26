/** The training plugin: the default trainer with its schedules, early stopping and checkpoints. */
module io.concertina.plugin.training {
  requires static org.jspecify;
}
