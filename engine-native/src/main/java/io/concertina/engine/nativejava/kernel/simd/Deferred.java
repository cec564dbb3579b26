package io.concertina.engine.nativejava.kernel.simd;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form of a loop that is in use: plain Java until there was much work, vectors from then on.
 *
 * <p>A loop in vectors must first be assembled and loaded, and makes an object of every vector
 * until the JVM's optimising compiler has compiled it. Neither pays for a program that runs a model
 * a few times, nor ever for a loop over a few elements, which is called too seldom to be compiled.
 * Both forms give the same bits.
 */
final class Deferred<T> {

  /**
   * Elementary operations in plain Java before vectors take over: more than a handful of runs of a
   * model, far less than its training.
   */
  private static final long PLAIN_WORK = 10_000_000;

  private final T plain;
  private final Supplier<T> maker;
  private long work;
  private volatile @Nullable T vectors;

  /**
   * A loop that was not used yet.
   *
   * @param plain its form in plain Java
   * @param maker makes its form in vectors
   */
  Deferred(T plain, Supplier<T> maker) {
    this.plain = plain;
    this.maker = maker;
  }

  /**
   * The form for the next use. Threads that race here may count too little.
   *
   * @param operations elementary operations that the use consists of
   */
  T form(long operations) {
    T made = vectors;
    if (made == null) {
      work += operations;
      if (work < PLAIN_WORK) {
        return plain;
      }
      made = maker.get();
      vectors = made;
    }
    return made;
  }
}
