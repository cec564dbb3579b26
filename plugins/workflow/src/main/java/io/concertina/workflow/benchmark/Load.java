package io.concertina.workflow.benchmark;

/** Work on batches that lie ready, to be run as often as is asked. */
public interface Load extends AutoCloseable {

  /** Goes back to the start, so that every stretch of runs is the same work. */
  void restart();

  /** Does the next batch. */
  void run();

  @Override
  void close();
}
