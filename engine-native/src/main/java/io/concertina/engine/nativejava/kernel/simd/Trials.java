package io.concertina.engine.nativejava.kernel.simd;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Who may have a trial: one thread at a time, for few loops at a time, for half of the time.
 *
 * <p>The JVM has one or two optimising compilers. Where many loops wait for them it uses code of
 * its quick compiler that is never looked at again; so loops get their trials one after the other,
 * and the others run in plain Java meanwhile.
 */
final class Trials {

  /** Loops at a time: HotSpot changes its ways from five waiting ones on (Tier3DelayOn). */
  private static final int MOST_LOOPS = 3;

  /** Nanoseconds without a use after which a loop makes way for another. */
  private static final long IDLE = 1_000_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier clock;

  /** Time of the last trial by loop. */
  private final Map<Object, Long> loops = new HashMap<>();

  private long start;
  private long next;
  private boolean first = true;

  /** Trials by a clock in nanoseconds. */
  Trials(LongSupplier clock) {
    this.clock = clock;
  }

  /** Begins a trial of a loop, which {@link #end} must follow; false if it may not have one now. */
  boolean begin(Object loop) {
    if (!lock.tryLock()) {
      return false;
    }
    long now = clock.getAsLong();
    if ((first || now - next >= 0) && admits(loop, now)) {
      first = false;
      loops.put(loop, now);
      start = now;
      return true;
    }
    lock.unlock();
    return false;
  }

  private boolean admits(Object loop, long now) {
    if (loops.size() >= MOST_LOOPS && !loops.containsKey(loop)) {
      loops.values().removeIf(last -> now - last > IDLE);
    }
    return loops.size() < MOST_LOOPS || loops.containsKey(loop);
  }

  /** True if the current thread has a trial. */
  boolean isOwn() {
    return lock.isHeldByCurrentThread();
  }

  /** Nanoseconds since the trial began. */
  long nanos() {
    return clock.getAsLong() - start;
  }

  /** Now, in nanoseconds. */
  long now() {
    return clock.getAsLong();
  }

  /**
   * Ends a trial.
   *
   * @param loop which had it
   * @param settled it needs no other
   */
  void end(Object loop, boolean settled) {
    if (settled) {
      loops.remove(loop);
    }
    long now = clock.getAsLong();
    next = now + now - start;
    lock.unlock();
  }
}
