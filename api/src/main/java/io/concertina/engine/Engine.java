package io.concertina.engine;

import io.concertina.ir.Function;

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
   * @throws io.concertina.EngineException if the function needs what {@link #capabilities} denies
   */
  Program compile(Function function, Residents residents);

  /** Compiles a function against residents of its own. */
  default Program compile(Function function) {
    return compile(function, residents());
  }

  @Override
  void close();
}
