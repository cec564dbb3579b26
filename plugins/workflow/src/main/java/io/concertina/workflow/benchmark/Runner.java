package io.concertina.workflow.benchmark;

/**
 * Somebody who does work in a contest: an engine of ours, or a peer.
 *
 * @param name for people, for instance {@code native}
 * @param threads at least 1
 * @param load the work; the runner closes it
 */
public record Runner(String name, int threads, Load load) implements AutoCloseable {
  @Override
  public void close() {
    load.close();
  }
}
