package io.concertina.ir.rewrite;

import io.concertina.ir.Bodies;
import io.concertina.ir.Control;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scan in parts that a rewrite may exchange: values of its body are bound to values of the graph
 * around it.
 */
final class LoopForm {

  private final Control.Scan scan;
  private final List<Carry> carried = new ArrayList<>();
  private final List<Bound> scanned = new ArrayList<>();
  private final List<Bound> fixed = new ArrayList<>();
  private final List<Value> results;

  /**
   * A carried value.
   *
   * @param now in the body
   * @param next in the body
   * @param initial outside
   */
  record Carry(Value now, Value next, Value initial) {}

  /** A value of the body and the one outside that it is, or is a slice of. */
  record Bound(Value inside, Value outside) {}

  /** The parts of a scan on operands of the new graph. */
  LoopForm(Control.Scan scan, List<Value> operands) {
    this.scan = scan;
    List<Value> parameters = scan.body().parameters();
    List<Value> outputs = scan.outputs();
    for (int i = 0; i < parameters.size(); i++) {
      Value parameter = parameters.get(i);
      if (i < scan.carried()) {
        carried.add(new Carry(parameter, outputs.get(i), operands.get(i)));
      } else if (i < scan.carried() + scan.scanned()) {
        scanned.add(new Bound(parameter, operands.get(i)));
      } else {
        fixed.add(new Bound(parameter, operands.get(i)));
      }
    }
    results = new ArrayList<>(outputs.subList(scan.carried(), outputs.size()));
  }

  Control.Scan scan() {
    return scan;
  }

  /** The nodes of the body. */
  List<Node> nodes() {
    return scan.body().nodes();
  }

  List<Carry> carried() {
    return carried;
  }

  List<Bound> scanned() {
    return scanned;
  }

  List<Bound> fixed() {
    return fixed;
  }

  /** What a step gives beside the carried values; values of the body. */
  List<Value> results() {
    return results;
  }

  /** The position of a result, which it becomes if it is none yet. */
  int result(Value value) {
    if (!results.contains(value)) {
      results.add(value);
    }
    return results.indexOf(value);
  }

  /** Emits the scan: the last carried values, then the stacks. Equal operands become one. */
  List<Value> emit(Ops ops) {
    Map<Value, Value> equal = new HashMap<>();
    unite(scanned, equal);
    unite(fixed, equal);
    List<Value> inside = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    for (Carry carry : carried) {
      inside.add(carry.now());
      operands.add(carry.initial());
      outputs.add(carry.next());
    }
    for (List<Bound> bounds : List.of(scanned, fixed)) {
      for (Bound bound : bounds) {
        inside.add(bound.inside());
        operands.add(bound.outside());
      }
    }
    outputs.addAll(results);
    Control.Scan formed =
        new Control.Scan(
            Bodies.between(scan.body().name(), inside, outputs, equal),
            carried.size(),
            scanned.size(),
            scan.steps(),
            scan.reverse());
    return ops.emitAll(formed, operands);
  }

  /** Leaves the first of those that are bound to one value. */
  private static void unite(List<Bound> bounds, Map<Value, Value> equal) {
    Map<Value, Value> first = new HashMap<>();
    for (Bound bound : List.copyOf(bounds)) {
      Value known = first.putIfAbsent(bound.outside(), bound.inside());
      if (known != null) {
        equal.put(bound.inside(), known);
        bounds.remove(bound);
      }
    }
  }
}
