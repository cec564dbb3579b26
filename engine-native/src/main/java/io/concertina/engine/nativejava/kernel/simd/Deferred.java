package io.concertina.engine.nativejava.kernel.simd;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form of a loop that is in use: plain Java until the JVM has compiled the one in vectors.
 *
 * <p>A loop in vectors must first be assembled and loaded, and makes an object of every vector
 * until the JVM's optimising compiler has compiled it, which it does only if the loop runs. Neither
 * pays for a program that runs a model a few times, nor ever for a loop over a few elements, which
 * is called too seldom to be compiled. So after much work in plain Java some uses become {@link
 * Trials} of the vectors, until one is as fast as only compiled code can be. Both forms give the
 * same bits.
 *
 * <p>The JVM compiles what is called often, and interprets it before, where a vector costs a
 * thousand times as much as later. So a trial consists of {@link #calls} calls with a few {@link
 * #iterations} each where its loop can be cut, and plain Java does the rest. Once the compiler must
 * have taken notice, single calls ask now and then whether it has finished. A class may never be
 * compiled: it can end in code of the quick compiler that is not looked at again. So what is not
 * compiled in time is assembled anew as another class; in the end it stays plain.
 */
final class Deferred<T> {

  /**
   * Elementary operations in plain Java before vectors are tried: more than a handful of runs of a
   * model, far less than its training.
   */
  private static final long PLAIN_WORK = 10_000_000;

  /** The same between two questions whether the compiler has finished. */
  private static final long WAITING_WORK = 1_000_000;

  /**
   * Calls in code of the quick compiler after which HotSpot's optimising compiler has taken notice
   * of a method: it looks at every 1024th, and asks for 600 calls and for 15,000 calls and
   * iterations (Tier3InvokeNotifyFreqLog, Tier4MinInvocationThreshold, Tier4CompileThreshold).
   */
  private static final int FEWEST_CALLS = 1_100;

  private static final int FEWEST_TURNS = 20_000;

  /** Calls after which it has in any case (Tier4InvocationThreshold). */
  private static final int MOST_CALLS = 6_200;

  /** Nanoseconds of trials after which it should have, as it does of long loops. */
  private static final long LONGEST = 1_000_000_000;

  /** Calls in a trial until then. */
  private static final int TRIAL_CALLS = 20;

  /** Iterations of a call that is interpreted. */
  private static final int FEW_ITERATIONS = 4;

  /**
   * Iterations of other calls: enough that the compiler unrolls the loop, few enough that it
   * compiles the method as a whole first, and not the loop by itself (Tier4BackEdgeThreshold).
   */
  private static final int SOME_ITERATIONS = 20;

  /** Iterations of a call that asks whether the compiler has finished. */
  private static final int ASKING_ITERATIONS = 200;

  /** Nanoseconds that the compiler has for the first class; twice as many for the next. */
  private static final long PATIENCE = 500_000_000;

  /** Classes that are tried before a loop stays plain. */
  private static final int CLASSES = 6;

  /** Most nanoseconds per elementary operation of a compiled loop; others take several. */
  private static final long COMPILED = 1;

  /** Nanoseconds that looking at the clock takes. */
  private static final long CLOCK = 100;

  /**
   * Nanoseconds per elementary operation from which on a use was interpreted: there every operation
   * of a vector takes microseconds, in code of the quick compiler a tenth of one.
   */
  private static final long INTERPRETED = 50;

  private final T plain;
  private final Supplier<T> maker;
  private final Trials trials;

  /** In plain Java since the start or the last question. */
  private long work;

  private int classes;
  private int calls;
  private long turns;
  private long slow;
  private boolean interpreted;
  private boolean noticed;
  private long noticedAt;
  private @Nullable T tried;
  private volatile @Nullable T settled;

  /**
   * A loop that was not used yet.
   *
   * @param plain its form in plain Java
   * @param maker makes its form in vectors
   * @param trials of this loop and of others
   */
  Deferred(T plain, Supplier<T> maker, Trials trials) {
    this.plain = plain;
    this.maker = maker;
    this.trials = trials;
  }

  /** A loop that is in vectors from its first use on. */
  static <T> Deferred<T> vectors(T vectors) {
    Deferred<T> made = new Deferred<>(vectors, () -> vectors, new Trials(() -> 0));
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
    return trials.begin(this) ? tried() : plain;
  }

  private T tried() {
    T vectors = tried;
    if (vectors == null) {
      vectors = maker.get();
      tried = vectors;
      calls = 0;
      turns = 0;
      slow = 0;
      interpreted = true;
      noticed = false;
    }
    return vectors;
  }

  /** Whether a use of a form is a trial, which should do little. */
  boolean isTrial(T form) {
    return form != plain && settled == null;
  }

  /** Whether a form is that in plain Java. */
  boolean isPlain(T form) {
    return form == plain && settled == null;
  }

  /** Calls of which a trial should consist. */
  int calls() {
    return noticed ? 1 : TRIAL_CALLS;
  }

  /** Iterations of each of them. */
  int iterations() {
    if (noticed) {
      return ASKING_ITERATIONS;
    }
    return interpreted ? FEW_ITERATIONS : SOME_ITERATIONS;
  }

  /**
   * Ends a use. If it was a trial, it was one call with all that there was to do.
   *
   * @param form as {@link #form} gave it
   * @param operations the same as there
   */
  void done(T form, long operations) {
    if (form != plain && trials.isOwn()) {
      ended(form, operations, 1, 1);
    }
  }

  /**
   * Ends a trial.
   *
   * @param form as {@link #form} gave it
   * @param operations those that the form did
   * @param done calls of which it consisted
   * @param loops iterations of all of them
   */
  void ended(T form, long operations, int done, long loops) {
    long nanos = trials.nanos();
    interpreted = nanos > operations * INTERPRETED;
    boolean compiled = nanos < operations * COMPILED + CLOCK;
    if (compiled) {
      settled = form;
    } else {
      calls += interpreted ? 0 : done;
      turns += interpreted ? 0 : done + loops;
      slow += nanos;
      waitOrGiveUp();
    }
    trials.end(this, compiled || work < 0);
  }

  private void waitOrGiveUp() {
    boolean notice =
        (calls >= FEWEST_CALLS && turns >= FEWEST_TURNS) || calls >= MOST_CALLS || slow >= LONGEST;
    if (!notice) {
      return;
    }
    long now = trials.now();
    noticedAt = noticed ? noticedAt : now;
    noticed = true;
    work = PLAIN_WORK - WAITING_WORK;
    if (now - noticedAt > PATIENCE << classes) {
      classes++;
      tried = null;
      work = classes < CLASSES ? work : Long.MIN_VALUE;
    }
  }
}
