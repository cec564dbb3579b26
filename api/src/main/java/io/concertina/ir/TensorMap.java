package io.concertina.ir;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tensors in memory.
 *
 * @param tensors by name
 */
record TensorMap(Map<String, Tensor> tensors) implements TensorSource {

  TensorMap {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public Tensor view(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }
}
