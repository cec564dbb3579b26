/** What one does with models: train, evaluate, score, prune, compare, inspect, measure speed. */
module io.concertina.workflow {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires jdk.management;

  exports io.concertina.workflow;
  exports io.concertina.workflow.benchmark;
  exports io.concertina.workflow.file;
}
