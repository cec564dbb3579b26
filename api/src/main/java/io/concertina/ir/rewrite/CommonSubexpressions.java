package io.concertina.ir.rewrite;

import io.concertina.ir.Bodies;
import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Emits an operation on the same operands once; the first one's scope stays. */
final class CommonSubexpressions {

  private final Ops ops;
  private final Map<Use, List<Value>> known = new HashMap<>();
  private final Map<Function, Integer> bodies = new HashMap<>();
  private final Map<List<Object>, Integer> structures = new HashMap<>();

  CommonSubexpressions(Ops ops) {
    this.ops = ops;
  }

  /** An operation, or what stands for a composite, with its operands. */
  private record Use(Object op, List<?> operands) {}

  /**
   * An operation by meaning: equal ones may have been built apart, with bodies of their own.
   *
   * @param self all but its bodies
   * @param bodies the bodies by number
   */
  private record Meaning(List<Object> self, List<Integer> bodies) {}

  List<Value> emit(Op op, List<Value> operands) {
    return known.computeIfAbsent(new Use(meaning(op), operands), _ -> ops.emitAll(op, operands));
  }

  private Object meaning(Op op) {
    return switch (op) {
      case Composite(String name, int version, Map<String, Object> attributes, Function body) ->
          new Meaning(List.of(name, version, attributes), List.of(body(body)));
      case Control.Scan(Function body, int carried, int scanned, Dim steps, boolean reverse) ->
          new Meaning(List.of(carried, scanned, steps, reverse), List.of(body(body)));
      case Source _, Elementwise _, Reduction _, Layout _, Contraction _, Windowed _ -> op;
    };
  }

  /** A number that is the same for functions of the same nodes in the same order. */
  private int body(Function function) {
    if (!bodies.containsKey(function)) {
      for (Function body : Bodies.innermostFirst(function)) {
        if (!bodies.containsKey(body)) {
          bodies.put(body, number(body));
        }
      }
    }
    return Objects.requireNonNull(bodies.get(function), "numbered just now");
  }

  private int number(Function function) {
    return structures.computeIfAbsent(structure(function), _ -> structures.size());
  }

  private List<Object> structure(Function function) {
    List<Object> structure = new ArrayList<>();
    Map<Value, Integer> numbers = new HashMap<>();
    for (Value parameter : function.parameters()) {
      numbers.put(parameter, numbers.size());
      structure.add(parameter.type());
    }
    for (Node node : function.nodes()) {
      if (!(node.op() instanceof Source.Parameter)) {
        List<Integer> operands = node.operands().stream().map(numbers::get).toList();
        structure.add(new Use(meaning(node.op()), operands));
        node.results().forEach(value -> numbers.put(value, numbers.size()));
      }
    }
    function.outputs().values().forEach(value -> structure.add(numbers.get(value)));
    return structure;
  }
}
