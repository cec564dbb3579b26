package io.concertina.workflow.benchmark;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;

/**
 * An engine that takes part with a number of threads.
 *
 * @param engine open with that number; the candidate closes it
 * @param threads at least 1
 */
public record Candidate(Engine engine, int threads) implements AutoCloseable {

  /**
   * Opens an engine.
   *
   * @throws io.concertina.EngineException if it cannot run on this machine
   */
  public static Candidate open(EngineFactory factory, int threads) {
    return new Candidate(factory.open(EngineOptions.defaults().withThreads(threads)), threads);
  }

  /** The candidate at some work, which the runner closes. */
  public Runner runner(Load load) {
    return new Runner(engine.name(), threads, load);
  }

  @Override
  public String toString() {
    return engine.name() + " with " + threads + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public void close() {
    engine.close();
  }
}
