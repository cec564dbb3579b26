package io.concertina.ir;

import java.util.Map;
import java.util.Set;

/** Named tensors that are looked at one at a time, so that nobody has to copy them all. */
public interface TensorSource {

  /** The names of the tensors. */
  Set<String> names();

  /**
   * A tensor as it is now. It is to be read at once: the owner may change its elements later.
   *
   * @param name one of {@link #names}
   */
  Tensor view(String name);

  /** Tensors in memory, by name. */
  static TensorSource of(Map<String, Tensor> tensors) {
    return new TensorMap(tensors);
  }
}
