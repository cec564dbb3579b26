package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.Collections;
import java.util.List;
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
    if (version < 1) {
      throw new ShapeException("composite " + name, "a version of at least 1", version);
    }
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    attributes.forEach((key, value) -> requirePlain(name, key, value));
    Bodies.requireStateless("composite " + name, body);
  }

  private static void requirePlain(String name, String key, Object value) {
    if (!(value instanceof Number || value instanceof Boolean || value instanceof String)) {
      throw new ShapeException(
          "composite " + name + ", attribute " + key,
          "a number, a truth value or a string",
          value.getClass().getName());
    }
  }

  @Override
  public List<Function> bodies() {
    return List.of(body);
  }

  @Override
  public Composite withBodies(List<Function> others) {
    return new Composite(name, version, attributes, others.getFirst());
  }

  /** The composite's own name. */
  @Override
  public String mnemonic() {
    return name;
  }
}
