package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
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
record TensorFile(Map<String, String> metadata, Map<String, StoredTensor> tensors) {

  TensorFile {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  /** Where the tensors stand in the file. */
  SafetensorsHeader header() {
    return SafetensorsHeader.of(
        metadata,
        tensors.entrySet().stream()
            .map(
                named ->
                    SafetensorsHeader.Entry.of(
                        named.getKey(), named.getValue().type(), named.getValue().shape())));
  }

  /**
   * The tensors, which are all stored as they are.
   *
   * @param where for messages
   * @throws ModelFormatException if one is not
   */
  Map<String, Tensor> plain(String where) {
    Map<String, Tensor> plain = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          switch (tensor) {
            case StoredTensor.Plain(Tensor content) -> plain.put(name, content);
            case StoredTensor.Raw raw ->
                throw new ModelFormatException(
                    where + " tensor " + Excerpt.quoted(name), "type F32, I32 or BOOL", raw.type());
          }
        });
    return plain;
  }
}
