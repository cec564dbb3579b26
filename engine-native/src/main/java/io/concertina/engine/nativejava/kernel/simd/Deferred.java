package io.concertina.engine.nativejava.kernel.simd;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form of a loop that is in use: plain Java until the JVM has compiled the one in vectors.
 *
 * <p>A loop in vectors must first be assembled and loaded, and makes an object of every vector
 * until the JVM's optimising compiler has compiled it, which it does only if the loop runs. Neither
 * pays for a program that runs a model a few times, nor ever for a loop over a few elements, which
 * is called too seldom to be compiled. So after much work in plain Java uses become trials of the
 * vectors, until one is as fast as only compiled code can be. One thread at a time has a trial; the
 * others go on in plain Java meanwhile. Both forms give the same bits.
 *
 * <p>The JVM's compilers may be busy, so trials that were slow for long make way for plain Java,
 * and go on later with the same class. It may even never be compiled: it can end in code of the
 * quick compiler that is not looked at again. So what is slow then, too, is assembled anew as
 * another class, after a longer pause; in the end it stays plain.
 */
final class Deferred<T> {

  /**
   * Elementary operations in plain Java before vectors are tried: more than a handful of runs of a
   * model, far less than its training.
   */
  private static final long PLAIN_WORK = 10_000_000;

  /** Elementary operations in plain Java after the first round of trials; later more. */
  private static final long PAUSE = 10 * PLAIN_WORK;

  /**
   * Nanoseconds of slow trials that make a round with the first class; twice as many with the next.
   */
  private static final long ROUND = 1_000_000_000;

  /** Rounds with one class: the compiler is given time to get to it. */
  private static final int ROUNDS = 2;

  /** Classes that are tried before a loop stays plain. */
  private static final int CLASSES = 4;

  /** Most nanoseconds per elementary operation of a compiled loop; others take several. */
  private static final long COMPILED = 1;

  private final T plain;
  private final Supplier<T> maker;
  private final ReentrantLock trials;
  private final LongSupplier clock;

  /**
   * In plain Java since the last round; below 0 after one, so that the next is longer in coming.
   */
  private long work;

  private int rounds;
  private long slow;
  private long start;
  private @Nullable T tried;
  private volatile @Nullable T settled;

  /**
   * A loop that was not used yet.
   *
   * @param plain its form in plain Java
   * @param maker makes its form in vectors
   * @param trials is held by the thread that has a trial, of this loop or of others
   */
  Deferred(T plain, Supplier<T> maker, ReentrantLock trials) {
    this(plain, maker, trials, System::nanoTime);
  }

  /** A loop with a clock of its own, in nanoseconds. */
  Deferred(T plain, Supplier<T> maker, ReentrantLock trials, LongSupplier clock) {
    this.plain = plain;
    this.maker = maker;
    this.trials = trials;
    this.clock = clock;
  }

  /** A loop that is in vectors from its first use on. */
  static <T> Deferred<T> vectors(T vectors) {
    Deferred<T> made = new Deferred<>(vectors, () -> vectors, new ReentrantLock());
    made.settled = vectors;
    return made;
  }

  /**
   * The form for the next use, which {@link #done} must follow. Threads that race here may count
   * too little.
   *
   * @param operations elementary operations that the use consists of
   */
  T form(long operations) {
    T vectors = settled;
    if (vectors != null) {
      return vectors;
    }
    if (work < PLAIN_WORK) {
      work += operations;
      return plain;
    }
    return trials.tryLock() ? tried() : plain;
  }

  private T tried() {
    T vectors = tried;
    if (vectors == null) {
      vectors = maker.get();
      tried = vectors;
    }
    start = clock.getAsLong();
    return vectors;
  }

  /**
   * Ends a use.
   *
   * @param form as {@link #form} gave it
   * @param operations the same as there
   */
  void done(T form, long operations) {
    if (form != plain && trials.isHeldByCurrentThread()) {
      long nanos = clock.getAsLong() - start;
      slow += nanos;
      if (nanos < operations * COMPILED) {
        settled = form;
      } else if (slow >= ROUND << rounds / ROUNDS) {
        pause();
      }
      trials.unlock();
    }
  }

  private void pause() {
    rounds++;
    slow = 0;
    work = rounds < ROUNDS * CLASSES ? -rounds * PAUSE : Long.MIN_VALUE;
    if (rounds % ROUNDS == 0) {
      tried = null;
    }
  }

  /** Whether a use of a form is a trial. */
  boolean isTrial(T form) {
    return form != plain && settled == null;
  }

  /** Whether a form is that in plain Java. */
  boolean isPlain(T form) {
    return form == plain && settled == null;
  }
}
