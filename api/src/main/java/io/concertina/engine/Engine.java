package io.concertina.engine;

import io.concertina.ir.Function;
import java.util.Map;
import java.util.Optional;

/**
 * Runs functions of the intermediate representation.
 *
 * <p>An engine owns threads and native resources and is closed by whoever opened it; closing also
 * closes what it has handed out. Several engines, of one kind or of different kinds, may live in
 * one JVM. Engines are thread-safe.
 */
public interface Engine extends AutoCloseable {

  /** The name under which configurations ask for it, for instance {@code native}. */
  String name();

  /** What it can do and how it is set up. */
  Capabilities capabilities();

  /** A new, empty set of residents. */
  Residents residents();

  /**
   * Compiles a function.
   *
   * @param function what to run; composites may be left in it
   * @param residents where the values of the function's residents live; programs compiled against
   *     the same set see each other's updates
   * @throws io.concertina.EngineException if the function needs a feature that {@link
   *     #capabilities} lacks
   */
  Program compile(Function function, Residents residents);

  /** Compiles a function against residents of its own. */
  default Program compile(Function function) {
    return compile(function, residents());
  }

  /**
   * What the engine would run, as text for people: which operations it fused, in which order it
   * runs them, where it keeps their results. The form is the engine's own.
   *
   * @param function what to explain
   * @param sizes number by name of a dimension; every name occurs
   * @return empty, as it is by default, if the engine has nothing to tell
   */
  default Optional<String> explain(Function function, Map<String, Integer> sizes) {
    return Optional.empty();
  }

  @Override
  void close();
}
