package io.concertina.train;

import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the blocks of a step add up, as inputs of the function that ends the step.
 *
 * <p>Terms that are divided by the same weight are a group: the rows, or what is observed for a
 * term.
 *
 * @param groups for each group the names of its terms
 * @param states types of the state variables that blocks give next values for
 */
record BlockTotals(Map<String, List<String>> groups, Map<String, TensorType> states) {

  /** The group of terms that are means over the rows. */
  static final String ROWS = "rows";

  private static final String PREFIX = "block/";

  /** True for the name of a sum. */
  static boolean isTotal(String name) {
    return name.startsWith(PREFIX);
  }

  /** Name of the sum of what a group is divided by. */
  static String weight(String group) {
    return PREFIX + "weight/" + group;
  }

  /** Name of a group's sum of losses: each term times its coefficient and weight. */
  static String loss(String group) {
    return PREFIX + "loss/" + group;
  }

  /** Name of a group's sum of gradients. */
  static String gradient(String group, String weight) {
    return PREFIX + "gradient/" + group + "/" + weight;
  }

  /** Name of the sum of next values of a state, each times the block's rows. */
  static String state(String state) {
    return PREFIX + "state/" + state;
  }

  private Value divisor(Ops ops, String group) {
    Value weight = input(ops, weight(group), TensorType.f32(Shape.scalar()));
    return ops.max(weight, ops.constantLike(weight, 1e-30));
  }

  private static Value input(Ops ops, String name, TensorType type) {
    for (Value parameter : ops.parameters()) {
      if (Function.parameter(parameter).name().equals(name)) {
        return parameter;
      }
    }
    return ops.input(name, type);
  }

  /** The loss of the rows. */
  Value loss(Ops ops) {
    return groups.keySet().stream()
        .map(
            group ->
                ops.div(
                    input(ops, loss(group), TensorType.f32(Shape.scalar())), divisor(ops, group)))
        .reduce(ops::add)
        .orElseThrow();
  }

  /** The gradient of the loss of the rows. */
  Value gradient(Ops ops, String weight, Value like) {
    return groups.keySet().stream()
        .map(
            group -> ops.div(input(ops, gradient(group, weight), like.type()), divisor(ops, group)))
        .reduce(ops::add)
        .orElseThrow();
  }

  /** Next values of states: the blocks' means. */
  Map<String, Value> states(Ops ops, Map<String, Value> residents) {
    Map<String, Value> next = new LinkedHashMap<>();
    states.forEach(
        (state, type) -> {
          residents.computeIfAbsent(state, _ -> ops.resident(state, type));
          next.put(state, ops.div(input(ops, state(state), type), divisor(ops, ROWS)));
        });
    return next;
  }
}
