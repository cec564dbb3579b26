package io.concertina.cli.output;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A user's wish to end the process, held back until the work at hand has been saved.
 *
 * <p>While it is open, an interrupt or termination signal sets {@link #requested} and the process
 * ends when this is closed, but after ten seconds in any case.
 */
public final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "interruption");
  private volatile boolean requested;

  /** Begins to hold back. */
  public Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void request() {
    requested = true;
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** True if the user wants to end the process. */
  public boolean requested() {
    return requested;
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The process is ending at this very moment, and the hook is already running.
      }
    }
  }
}
