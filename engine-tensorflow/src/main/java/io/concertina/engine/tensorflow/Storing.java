package io.concertina.engine.tensorflow;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run stores, found in a function's updates: under which condition, and by which operation.
 *
 * <p>An update {@code select(c, next, old)} by one truth value c stores under the condition c. The
 * updates that together are a step of Adam are one {@link AdamStep}.
 *
 * @param condition stored only if this scalar is true
 * @param assigned new value by resident name
 * @param adam steps of Adam
 */
record Storing(Optional<Value> condition, Map<String, Value> assigned, List<AdamStep> adam) {

  /** What the function stores, one for each condition. */
  static List<Storing> of(Function function) {
    Map<Optional<Value>, Map<String, Value>> byCondition = new LinkedHashMap<>();
    function
        .updates()
        .forEach(
            (name, next) -> {
              Optional<Value> condition = condition(name, next);
              Value stored = condition.isPresent() ? next.node().operand(1) : next;
              byCondition.computeIfAbsent(condition, _ -> new LinkedHashMap<>()).put(name, stored);
            });
    List<Storing> found = new ArrayList<>();
    byCondition.forEach((condition, updates) -> found.add(of(condition, updates)));
    return found;
  }

  private static Optional<Value> condition(String name, Value next) {
    boolean keepsOld =
        next.op() instanceof Elementwise.Select
            && Expressions.resident(next.node().operand(2)).equals(Optional.of(name));
    return keepsOld ? Expressions.scalar(next.node().operand(0)) : Optional.empty();
  }

  private static Storing of(Optional<Value> condition, Map<String, Value> updates) {
    List<AdamStep> adam = new ArrayList<>();
    Set<String> covered = new TreeSet<>();
    updates.keySet().forEach(name -> AdamStep.match(name, updates).ifPresent(adam::add));
    adam.forEach(step -> covered.addAll(step.residents()));
    Map<String, Value> assigned = new LinkedHashMap<>(updates);
    assigned.keySet().removeAll(covered);
    return new Storing(condition, assigned, adam);
  }

  /** The values that have to be computed before anything is stored. */
  List<Value> needed() {
    List<Value> needed = new ArrayList<>();
    condition.ifPresent(needed::add);
    needed.addAll(assigned.values());
    for (AdamStep step : adam) {
      needed.add(step.gradient());
      needed.add(step.rate());
    }
    return needed;
  }
}
