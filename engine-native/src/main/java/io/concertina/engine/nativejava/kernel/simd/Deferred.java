package io.concertina.engine.nativejava.kernel.simd;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form of a loop that is in use: plain Java until the JVM has compiled the one in vectors.
 *
 * <p>A loop in vectors must first be assembled and loaded, and makes an object of every vector
 * until the JVM's optimising compiler has compiled it, which it does only if the loop runs. Neither
 * pays for a program that runs a model a few times, nor ever for a loop over a few elements, which
 * is called too seldom to be compiled. So after much work in plain Java uses become trials of the
 * vectors, until one is as fast as only compiled code can be, or until there was so much work that
 * the JVM has compiled what it ever will. One thread at a time has a trial; the others go on in
 * plain Java meanwhile. Both forms give the same bits.
 */
final class Deferred<T> {

  /**
   * Elementary operations in plain Java before vectors are tried: more than a handful of runs of a
   * model, far less than its training.
   */
  private static final long PLAIN_WORK = 10_000_000;

  /** Elementary operations after which vectors stay, fast or not. */
  private static final long MOST_WORK = 20 * PLAIN_WORK;

  /** Most nanoseconds per elementary operation of a compiled loop; others take several. */
  private static final long COMPILED = 1;

  private final T plain;
  private final Supplier<T> maker;
  private final ReentrantLock trials;
  private long work;
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
    this.plain = plain;
    this.maker = maker;
    this.trials = trials;
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
    start = System.nanoTime();
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
      work += operations;
      if (System.nanoTime() - start < operations * COMPILED || work >= MOST_WORK) {
        settled = form;
      }
      trials.unlock();
    }
  }

  /** Whether a form is that in plain Java. */
  boolean isPlain(T form) {
    return form == plain && settled == null;
  }
}
