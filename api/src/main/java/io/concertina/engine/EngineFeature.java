package io.concertina.engine;

import io.concertina.ir.Composite;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Windowed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Something that one engine can do and another may not; a member of {@link Capabilities}.
 *
 * <p>The engine contract proves each both ways: an engine that declares it keeps the promise, and
 * one that does not refuses what needs it, or shows that it cannot. What every engine can do, such
 * as elementwise operations, reductions, moves and matrix products, is no feature.
 */
public enum EngineFeature {
  /** Runs functions with updates; an engine without it refuses to compile them. */
  TRAINING,

  /** Runs convolution and pooling; an engine without it refuses to compile them. */
  WINDOWS,

  /** The same inputs give the same bits at every run with the same number of threads. */
  DETERMINISTIC,

  /** The same inputs give the same bits with any number of threads. */
  DETERMINISTIC_ACROSS_THREADS,

  /**
   * A program without updates may run on several threads at once; an engine without it refuses a
   * run that overlaps another.
   */
  CONCURRENT_RUNS;

  /** The features without which this one cannot be. */
  public Set<EngineFeature> implied() {
    return switch (this) {
      case DETERMINISTIC_ACROSS_THREADS -> Set.of(DETERMINISTIC);
      case TRAINING, WINDOWS, DETERMINISTIC, CONCURRENT_RUNS -> Set.of();
    };
  }

  /** The features without which an engine cannot compile a function. */
  public static Set<EngineFeature> neededBy(Function function) {
    Set<EngineFeature> needed = EnumSet.noneOf(EngineFeature.class);
    if (!function.updates().isEmpty()) {
      needed.add(TRAINING);
    }
    if (hasWindows(function)) {
      needed.add(WINDOWS);
    }
    return needed;
  }

  /** True if a convolution or pooling is in the function, or in the body of a composite in it. */
  private static boolean hasWindows(Function function) {
    Set<Function> seen = new HashSet<>(Set.of(function));
    Deque<Function> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (Node node : open.pop().nodes()) {
        if (node.op() instanceof Windowed) {
          return true;
        }
        if (node.op() instanceof Composite composite && seen.add(composite.body())) {
          open.push(composite.body());
        }
      }
    }
    return false;
  }

  /** The name for people, for instance {@code concurrent runs}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
