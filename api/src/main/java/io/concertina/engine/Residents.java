package io.concertina.engine;

import io.concertina.ir.Tensor;
import java.util.Set;

/** Named tensors that live in an engine between runs: weights, running statistics, slots, masks. */
public interface Residents extends AutoCloseable {

  /** The names that have a value. */
  Set<String> names();

  /** Sets or replaces a value; the type of a name never changes. */
  void put(String name, Tensor value);

  /**
   * A copy of the current value.
   *
   * @throws io.concertina.EngineException if the name has no value
   */
  Tensor get(String name);

  @Override
  void close();
}
