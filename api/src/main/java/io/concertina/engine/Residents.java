package io.concertina.engine;

import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import java.util.Set;

/** Named tensors that live in an engine between runs: weights, running statistics, slots, masks. */
public interface Residents extends TensorSource, AutoCloseable {

  /** The names that have a value. */
  @Override
  Set<String> names();

  /** Sets or replaces a value; the type of a name never changes. */
  void put(String name, Tensor value);

  /**
   * A copy of the current value.
   *
   * @throws io.concertina.EngineException if the name has no value
   */
  Tensor get(String name);

  /**
   * The current value, without a copy where the engine can do without; the next run or {@link #put}
   * may change its elements.
   *
   * @throws io.concertina.EngineException if the name has no value
   */
  @Override
  default Tensor view(String name) {
    return get(name);
  }

  @Override
  void close();
}
