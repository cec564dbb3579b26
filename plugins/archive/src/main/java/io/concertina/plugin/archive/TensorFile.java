package io.concertina.plugin.archive;

import io.concertina.ir.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a safetensors file holds.
 *
 * @param metadata texts by name
 * @param tensors by name, in alphabetical order
 */
record TensorFile(Map<String, String> metadata, Map<String, Tensor> tensors) {

  TensorFile {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  /** Tensors without metadata. */
  static TensorFile of(Map<String, Tensor> tensors) {
    return new TensorFile(Map.of(), tensors);
  }
}
