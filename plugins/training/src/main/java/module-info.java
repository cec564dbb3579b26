/** The training plugin: the default trainer with its schedules, early stopping and checkpoints. */
module io.concertina.plugin.training {
  requires transitive io.concertina.api;
  requires static org.jspecify;
}
