package io.concertina.ir.rewrite;

import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes one loop of those that run over the same operands and carry on the same values, as a scan
 * does and the one that saves its residuals. The first one gives the results of all.
 */
final class LoopMerging extends Rebuild {

  private final Map<Node, Merged> merged = new HashMap<>();
  private final Map<Merged, List<Value>> emitted = new HashMap<>();

  private LoopMerging(Function function) {
    Map<Place, List<Merged>> known = new HashMap<>();
    for (Node node : function.nodes()) {
      if (node.op() instanceof Control.Scan scan) {
        Place place = Place.of(scan, node.operands());
        List<Merged> others = known.computeIfAbsent(place, _ -> new ArrayList<>());
        join(node, scan, others);
      }
    }
  }

  static Function merge(Function function) {
    return new LoopMerging(function).rewrite(function);
  }

  private void join(Node node, Control.Scan scan, List<Merged> others) {
    for (Merged other : others) {
      if (other.add(node, scan)) {
        merged.put(node, other);
        return;
      }
    }
    Merged first = new Merged(scan);
    first.add(node, scan);
    others.add(first);
    merged.put(node, first);
  }

  /** What loops must share: all but the body. */
  private record Place(List<Value> operands, int carried, int scanned, Dim steps, boolean reverse) {

    static Place of(Control.Scan scan, List<Value> operands) {
      return new Place(operands, scan.carried(), scan.scanned(), scan.steps(), scan.reverse());
    }
  }

  /** Loops that become one. */
  private static final class Merged {

    private final Control.Scan first;
    private final Ops ops = new Ops();
    private final CommonSubexpressions common = new CommonSubexpressions(ops);
    private final List<Value> parameters;
    private final List<Value> outputs = new ArrayList<>();
    private final Map<Node, List<Integer>> positions = new HashMap<>();

    Merged(Control.Scan first) {
      this.first = first;
      this.parameters = first.body().parameters().stream().map(ops::parameterLike).toList();
    }

    /** Takes a loop in, unless it carries other values. */
    boolean add(Node node, Control.Scan scan) {
      List<Value> own = outputs(scan);
      List<Value> carried = own.subList(0, scan.carried());
      if (outputs.isEmpty()) {
        outputs.addAll(carried);
      } else if (!outputs.subList(0, scan.carried()).equals(carried)) {
        return false;
      }
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < own.size(); i++) {
        found.add(i < scan.carried() ? i : position(own.get(i)));
      }
      positions.put(node, found);
      return true;
    }

    private int position(Value value) {
      List<Value> results = outputs.subList(first.carried(), outputs.size());
      int known = results.indexOf(value);
      if (known < 0) {
        outputs.add(value);
        return outputs.size() - 1;
      }
      return first.carried() + known;
    }

    private List<Value> outputs(Control.Scan scan) {
      Map<Value, Value> copies = new HashMap<>();
      for (int i = 0; i < parameters.size(); i++) {
        copies.put(scan.body().parameters().get(i), parameters.get(i));
      }
      for (Node node : scan.body().nodes()) {
        if (!(node.op() instanceof Source.Parameter)) {
          List<Value> operands = node.operands().stream().map(copies::get).toList();
          List<Value> results = ops.within(node.scope(), () -> common.emit(node.op(), operands));
          for (int i = 0; i < results.size(); i++) {
            copies.put(node.results().get(i), results.get(i));
          }
        }
      }
      return scan.outputs().stream().map(copies::get).toList();
    }

    boolean isAlone() {
      return positions.size() == 1;
    }

    Control.Scan scan() {
      Map<String, Value> named = new LinkedHashMap<>();
      outputs.forEach(value -> named.put("y" + named.size(), value));
      return first.withBodies(List.of(ops.function(first.body().name(), named)));
    }

    List<Value> of(Node node, List<Value> results) {
      return Objects.requireNonNull(positions.get(node), "taken in").stream()
          .map(results::get)
          .toList();
    }
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    Optional<Merged> several =
        Optional.ofNullable(merged.get(node)).filter(each -> !each.isAlone());
    return several
        .map(
            each ->
                each.of(
                    node, emitted.computeIfAbsent(each, _ -> ops().emitAll(each.scan(), operands))))
        .orElseGet(() -> ops().emitAll(node.op(), operands));
  }
}
