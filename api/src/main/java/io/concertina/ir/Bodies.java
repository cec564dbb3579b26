package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The functions inside of a function: those that its operations are made of. */
public final class Bodies {

  private Bodies() {}

  /** A function whose bodies are on their way into the result, or in it. */
  private record Visit(Function function, boolean done) {}

  /** The function and the bodies of all operations in it, each after those that it contains. */
  public static SequencedSet<Function> innermostFirst(Function function) {
    SequencedSet<Function> ordered = new LinkedHashSet<>();
    Deque<Visit> open = new ArrayDeque<>();
    open.push(new Visit(function, false));
    while (!open.isEmpty()) {
      Visit visit = open.pop();
      if (visit.done()) {
        ordered.add(visit.function());
      } else if (!ordered.contains(visit.function())) {
        open.push(new Visit(visit.function(), true));
        for (Node node : visit.function().nodes()) {
          node.op().bodies().forEach(body -> open.push(new Visit(body, false)));
        }
      }
    }
    return ordered;
  }

  /** True if the function has a loop, in a body of another operation or in its own nodes. */
  public static boolean hasLoop(Function function) {
    return innermostFirst(function).stream()
        .flatMap(body -> body.nodes().stream())
        .anyMatch(node -> node.op() instanceof Control);
  }

  /**
   * The function that computes values from others of the same graph.
   *
   * @param name of the function, for people
   * @param from what the function is given; on the way back from {@code to} nothing is looked for
   *     behind them
   * @param to what it gives; in its own order
   */
  public static Function between(String name, List<Value> from, List<Value> to) {
    return between(name, from, to, Map.of());
  }

  /**
   * The function that computes values from others of the same graph.
   *
   * @param name of the function, for people
   * @param from what the function is given
   * @param to what it gives
   * @param equal values that are taken to be one of {@code from}
   */
  public static Function between(
      String name, List<Value> from, List<Value> to, Map<Value, Value> equal) {
    Ops ops = new Ops();
    Map<Value, Value> copies = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Value value : from) {
      boolean parameter = value.op() instanceof Source.Parameter;
      String stem = parameter ? Function.parameter(value).name() : "v" + copies.size();
      String own = stem;
      for (int i = 1; !taken.add(own); i++) {
        own = stem + "_" + i;
      }
      copies.put(value, ops.input(own, value.type()));
    }
    equal.forEach((value, given) -> copies.put(value, copies.get(given)));
    for (Node node : behind(to, copies::containsKey)) {
      List<Value> operands = node.operands().stream().map(copies::get).toList();
      List<Value> results = ops.within(node.scope(), () -> ops.emitAll(node.op(), operands));
      for (int i = 0; i < results.size(); i++) {
        copies.putIfAbsent(node.results().get(i), results.get(i));
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    to.forEach(value -> outputs.put("y" + outputs.size(), copies.get(value)));
    return ops.function(name, outputs);
  }

  /**
   * The nodes that values are computed with, operands before users, up to values that are known.
   */
  public static Collection<Node> behind(Collection<Value> values, Predicate<Value> known) {
    SortedMap<Integer, Node> nodes = new TreeMap<>();
    Deque<Value> open = new ArrayDeque<>(values);
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (!known.test(value) && nodes.put(value.node().id(), value.node()) == null) {
        value.node().operands().forEach(open::push);
      }
    }
    return nodes.values();
  }

  /** A body computes its outputs from its operands and keeps nothing. */
  static void requireStateless(String where, Function body) {
    if (!body.updates().isEmpty() || !body.parameters(Source.Kind.RESIDENT).isEmpty()) {
      throw new ShapeException(where, "a body without residents", body.name());
    }
    if (body.outputs().isEmpty()) {
      throw new ShapeException(where, "a body with outputs", "none");
    }
  }
}
