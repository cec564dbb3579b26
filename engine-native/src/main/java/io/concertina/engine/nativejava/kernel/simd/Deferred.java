package io.concertina.engine.nativejava.kernel.simd;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form of a loop that is in use: plain Java for the first uses, vectors from then on.
 *
 * <p>A loop in vectors must first be assembled and loaded, and makes an object of every vector
 * until the JVM's optimising compiler has compiled it. Neither pays for a program that runs a model
 * a few times. Both forms give the same bits.
 */
final class Deferred<T> {

  /** More than a handful of runs of a model, far less than its training. */
  private static final int PLAIN_USES = 100;

  private final T plain;
  private final Supplier<T> maker;
  private int uses;
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

  /** The form for the next use. Threads that race here may count a use too few. */
  T form() {
    T made = vectors;
    if (made == null) {
      if (uses++ < PLAIN_USES) {
        return plain;
      }
      made = maker.get();
      vectors = made;
    }
    return made;
  }
}
