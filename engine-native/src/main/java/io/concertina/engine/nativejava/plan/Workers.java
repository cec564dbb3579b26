package io.concertina.engine.nativejava.plan;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed set of threads that share out the parts of one piece of work at a time.
 *
 * <p>The caller works too, so there is one thread fewer than asked for. Idle threads spin for a
 * bounded time, because the next step usually follows within microseconds, and then park.
 *
 * <p>The caller takes parts from the front and the others from the back, until they meet. So none
 * waits for one that is late, and yet from run to run most parts stay with the core that has their
 * weights in its cache. The parts themselves never depend on the number of threads. If the set is
 * busy with another caller's work, the caller does all parts alone.
 */
public final class Workers implements AutoCloseable {

  /** Work that falls into parts which may run in any order and at the same time. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does one part.
     *
     * @param part which one, from 0
     * @param worker which thread does it, below {@link Workers#count}; 0 is the caller
     */
    void part(int part, int worker);
  }

  /** About 20 microseconds; the pause between two steps of a plan is shorter. */
  private static final int SPINS = 2_000;

  /**
   * How long a thread without work then lets others run before it parks: longer than a part of a
   * step takes, which another thread may still be at. Waking a parked thread takes some tens of
   * microseconds (benchmark WorkloadBenchmark, W3 train with two threads).
   */
  private static final long YIELDING_NANOS = 400_000;

  private static final Work NOTHING = (part, worker) -> {};

  private final ReentrantLock callers = new ReentrantLock();
  private final Thread[] threads;

  /** Parts of one job at most; more are several jobs. */
  private static final int MOST_PARTS = 0xFFFF;

  /**
   * High half: number of the job. Low half: the parts that nobody has taken yet, from the one in
   * the low 16 bits to the one before that in the high 16 bits.
   */
  private final AtomicLong ticket = new AtomicLong();

  /** Number of the job's first part in the work. */
  private volatile int base;

  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger parked = new AtomicInteger();
  private volatile Work work = NOTHING;
  private volatile boolean closed;
  private volatile Failure failure = Failure.NONE;

  /** The first error of a job. */
  private record Failure(Throwable cause) {
    static final Failure NONE = new Failure(new IllegalStateException());
  }

  /**
   * Starts the threads.
   *
   * @param count how many threads compute, the caller included; at least 1
   */
  public Workers(int count) {
    threads = new Thread[count - 1];
    for (int i = 0; i < threads.length; i++) {
      int worker = i + 1;
      threads[i] =
          Thread.ofPlatform()
              .daemon()
              .name("concertina-native-" + worker)
              .start(() -> serve(worker));
    }
  }

  /** How many threads compute, the caller included. */
  public int count() {
    return threads.length + 1;
  }

  /**
   * Does parts 0 to {@code parts - 1} on all threads and returns when they are done. Within a part
   * it does them alone.
   */
  public void run(int parts, Work task) {
    if (parts < 2 || threads.length == 0 || callers.isHeldByCurrentThread() || !callers.tryLock()) {
      alone(parts, task);
      return;
    }
    try {
      for (int from = 0; from < parts; from += MOST_PARTS) {
        share(from, Math.min(parts - from, MOST_PARTS), task);
      }
    } finally {
      callers.unlock();
    }
  }

  /** Does all parts on the calling thread: for work that is too small to share. */
  public static void alone(int parts, Work task) {
    for (int part = 0; part < parts; part++) {
      task.part(part, 0);
    }
  }

  private void share(int from, int parts, Work task) {
    failure = Failure.NONE;
    work = task;
    base = from;
    unfinished.set(parts);
    long job = ((ticket.get() >>> 32) + 1) << 32;
    ticket.set(job | (long) parts << 16);
    if (parked.get() > 0) {
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
    takeParts(job, 0);
    for (int spin = 0; unfinished.get() > 0; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    work = NOTHING;
    rethrow(failure);
  }

  private static void rethrow(Failure failure) {
    if (failure == Failure.NONE) {
      return;
    }
    switch (failure.cause()) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  private void takeParts(long job, int worker) {
    while (true) {
      long seen = ticket.get();
      int front = (int) seen & 0xFFFF;
      int back = (int) seen >>> 16;
      if ((seen & ~0xFFFFFFFFL) != job || front == back) {
        return;
      }
      boolean fromFront = worker == 0;
      if (ticket.compareAndSet(seen, fromFront ? seen + 1 : seen - 0x10000)) {
        perform(base + (fromFront ? front : back - 1), worker);
      }
    }
  }

  private void perform(int part, int worker) {
    try {
      work.part(part, worker);
    } catch (RuntimeException | Error thrown) {
      failure = new Failure(thrown);
    } finally {
      unfinished.decrementAndGet();
    }
  }

  private void serve(int worker) {
    long done = 0;
    while (!closed) {
      long job = awaitJob(done);
      takeParts(job, worker);
      done = job;
    }
  }

  /** Returns the number of a job other than {@code done}, in the high half. */
  private long awaitJob(long done) {
    for (int spin = 0; spin < SPINS; spin++) {
      long job = ticket.get() & ~0xFFFFFFFFL;
      if (job != done || closed) {
        return job;
      }
      Thread.onSpinWait();
    }
    for (long end = System.nanoTime() + YIELDING_NANOS; System.nanoTime() < end; ) {
      long job = ticket.get() & ~0xFFFFFFFFL;
      if (job != done || closed) {
        return job;
      }
      Thread.yield();
    }
    parked.incrementAndGet();
    try {
      while ((ticket.get() & ~0xFFFFFFFFL) == done && !closed) {
        LockSupport.park(this);
      }
    } finally {
      parked.decrementAndGet();
    }
    return ticket.get() & ~0xFFFFFFFFL;
  }

  /** Ends the threads. Work that runs is finished; work that comes later runs on its caller. */
  @Override
  public void close() {
    callers.lock();
    try {
      closed = true;
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    } finally {
      callers.unlock();
    }
  }
}
