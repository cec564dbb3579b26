package io.concertina.ir;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A named operation that is defined by its expansion into others.
 *
 * <p>Anyone may define one. An engine that knows the name may run a fused kernel and an exporter
 * may write a single node; every other reader uses the {@link #body}.
 *
 * @param name lower case with underscores, for instance {@code softmax}
 * @param version counted from 1; raised when the meaning changes
 * @param attributes settings that the body was made from, for readers that know the name; values
 *     are numbers, truth values or strings
 * @param body the expansion: its parameters are the operands, its outputs the results, in order
 */
public record Composite(String name, int version, Map<String, Object> attributes, Function body)
    implements Op {

  public Composite {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
