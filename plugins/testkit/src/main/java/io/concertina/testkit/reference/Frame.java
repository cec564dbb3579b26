package io.concertina.testkit.reference;

import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Value;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A function under evaluation: what is known, and which node comes next. */
final class Frame {

  private final Function function;
  private final Iterator<Node> pending;
  private final Map<Value, ReferenceTensor> values = new HashMap<>();

  /** Starts a function on one argument per parameter. */
  Frame(Function function, List<ReferenceTensor> arguments) {
    this.function = function;
    this.pending = function.nodes().iterator();
    for (int i = 0; i < arguments.size(); i++) {
      values.put(function.parameters().get(i), arguments.get(i));
    }
  }

  boolean isDone() {
    return !pending.hasNext();
  }

  Node next() {
    return pending.next();
  }

  List<ReferenceTensor> operands(Node node) {
    return node.operands().stream().map(values::get).toList();
  }

  void define(Node node, List<ReferenceTensor> results) {
    for (int i = 0; i < results.size(); i++) {
      values.put(node.results().get(i), results.get(i));
    }
  }

  List<ReferenceTensor> outputs() {
    return function.outputs().values().stream().map(values::get).toList();
  }

  ReferenceResults results() {
    return new ReferenceResults(named(function.outputs()), named(function.updates()));
  }

  private Map<String, ReferenceTensor> named(Map<String, Value> results) {
    Map<String, ReferenceTensor> found = new LinkedHashMap<>();
    results.forEach((name, value) -> found.put(name, values.get(value)));
    return found;
  }
}
