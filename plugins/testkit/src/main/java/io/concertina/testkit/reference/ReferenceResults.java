package io.concertina.testkit.reference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a function gives.
 *
 * @param outputs by output name, in the function's order
 * @param updates new value by resident name, in the function's order
 */
public record ReferenceResults(
    Map<String, ReferenceTensor> outputs, Map<String, ReferenceTensor> updates) {

  public ReferenceResults {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
  }
}
