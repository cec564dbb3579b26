package io.concertina.engine.nativejava.plan;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of threads that share out the parts of one piece of work at a time.
 *
 * <p>The caller works too, so there is one thread fewer than asked for. Idle threads spin for a
 * bounded time, because the next step usually follows within microseconds, and then park.
 *
 * <p>Each thread has a range of neighbouring parts of its own, the same in every run, so that what
 * it reads is likely in the cache of its core: to fetch what another core has written takes some
 * hundred nanoseconds a line where the two share no cache. A thread that has finished its own range
 * takes parts from the end of another's, so that nobody waits for a slow one. The parts themselves
 * never depend on the number of threads. If the set is busy with another caller's work, the caller
 * does all parts alone.
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

  /** Parts of one job at most; more are several jobs. */
  private static final int MOST_PARTS = 0xFFFF;

  /** Numbers between two cells, so that each has its cache line and the line fetched with it. */
  private static final int APART = 16;

  private final ReentrantLock callers = new ReentrantLock();
  private final Thread[] threads;

  /**
   * A cell for each thread: high half, the job's number; low half, the parts of its range that
   * nobody has taken yet, from the one in the low 16 bits to the one before that in the high 16
   * bits. One more cell counts the parts that threads other than the caller have done.
   */
  private final AtomicLongArray cells;

  private final AtomicInteger parked = new AtomicInteger();
  private volatile boolean closed;

  // What follows is written before the cells are and read after them.

  private @Nullable Work work;
  private int base;
  private @Nullable Throwable failure;

  /**
   * Starts the threads.
   *
   * @param count how many threads compute, the caller included; at least 1
   */
  public Workers(int count) {
    threads = new Thread[count - 1];
    cells = new AtomicLongArray((count + 2) * APART);
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
    work = task;
    base = from;
    failure = null;
    cells.setPlain(done(), 0);
    long job = (cells.getPlain(cell(0)) >>> 32) + 1;
    for (int worker = threads.length; worker >= 0; worker--) {
      long front = (long) parts * worker / count();
      long back = (long) parts * (worker + 1) / count();
      cells.set(cell(worker), job << 32 | back << 16 | front);
    }
    if (parked.get() > 0) {
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
    int others = parts - takeParts((int) job, 0);
    for (int spin = 0; cells.getAcquire(done()) < others; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    work = null;
    rethrow(failure);
  }

  private static int cell(int worker) {
    return (worker + 1) * APART;
  }

  private int done() {
    return cell(threads.length) + APART;
  }

  private int job(int worker) {
    return (int) (cells.getAcquire(cell(worker)) >>> 32);
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  /** Does parts until none is left; returns how many. */
  private int takeParts(int job, int worker) {
    int taken = 0;
    for (int i = 0; i < count(); i++) {
      int owner = (worker + i) % count();
      while (true) {
        long seen = cells.getAcquire(cell(owner));
        int front = (int) seen & 0xFFFF;
        int back = (int) seen >>> 16;
        if ((int) (seen >>> 32) != job || front == back) {
          break;
        }
        boolean own = owner == worker;
        if (cells.compareAndSet(cell(owner), seen, own ? seen + 1 : seen - 0x10000)) {
          perform(base + (own ? front : back - 1), worker);
          taken++;
        }
      }
    }
    return taken;
  }

  private void perform(int part, int worker) {
    try {
      Objects.requireNonNull(work).part(part, worker);
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
    }
  }

  private void serve(int worker) {
    int last = 0;
    while (!closed) {
      int job = awaitJob(worker, last);
      int taken = takeParts(job, worker);
      if (taken > 0) {
        cells.getAndAdd(done(), taken);
      }
      last = job;
    }
  }

  /** Returns the number of a job other than {@code last}. */
  private int awaitJob(int worker, int last) {
    for (int spin = 0; spin < SPINS; spin++) {
      if (job(worker) != last || closed) {
        return job(worker);
      }
      Thread.onSpinWait();
    }
    for (long end = System.nanoTime() + YIELDING_NANOS; System.nanoTime() < end; ) {
      if (job(worker) != last || closed) {
        return job(worker);
      }
      Thread.yield();
    }
    parked.incrementAndGet();
    try {
      while (job(worker) == last && !closed) {
        LockSupport.park(this);
      }
    } finally {
      parked.decrementAndGet();
    }
    return job(worker);
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
