package io.concertina.train;

import io.concertina.ShapeException;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.model.Masks;
import io.concertina.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A training step emitted on a graph of its own, around a stabilised forward function. */
final class StepEmission {

  /** Prefix of outputs of a forward function that are new values of state variables. */
  static final String UPDATE = "update:";

  private final Ops ops = new Ops();
  private final UpdateRule rule;
  private final Map<String, Value> residents = new LinkedHashMap<>();
  private final Map<String, Value> updates = new LinkedHashMap<>();

  StepEmission(UpdateRule rule) {
    this.rule = rule;
  }

  /**
   * Emits a step of one block of rows.
   *
   * @param forward gives the loss, what the step returns, and new states under {@link #UPDATE}
   * @param weights names of the residents that the optimiser changes
   */
  Function step(Function forward, List<String> weights) {
    Map<String, Value> results = inline(forward);
    results.entrySet().removeIf(this::isUpdate);
    Value loss = get(results, TrainingFunctions.LOSS);
    optimize(Gradients.of(ops, loss, values(weights)), weights);
    return finished(loss, results);
  }

  /**
   * Emits the end of a step whose rows fell into blocks.
   *
   * @param penalties gives, of weights alone, the loss and what the step returns
   * @param totals what the blocks' sums are divided by, and what they are
   * @param weights names of the residents that the optimiser changes
   */
  Function apply(Function penalties, BlockTotals totals, List<String> weights) {
    Map<String, Value> results = inline(penalties);
    Value penalty = get(results, TrainingFunctions.LOSS);
    List<Value> values = values(weights);
    List<Value> gradients = new ArrayList<>(Gradients.of(ops, penalty, values));
    Value loss = ops.add(totals.loss(ops), penalty);
    for (int i = 0; i < gradients.size(); i++) {
      String weight = weights.get(i);
      gradients.set(i, ops.add(totals.gradient(ops, weight, values.get(i)), gradients.get(i)));
    }
    totals.states(ops, residents).forEach(updates::put);
    optimize(gradients, weights);
    results.put(TrainingFunctions.LOSS, loss);
    return finished(loss, results);
  }

  private boolean isUpdate(Map.Entry<String, Value> result) {
    if (!result.getKey().startsWith(UPDATE)) {
      return false;
    }
    updates.put(result.getKey().substring(UPDATE.length()), result.getValue());
    return true;
  }

  private Map<String, Value> inline(Function forward) {
    List<Value> arguments = forward.parameters().stream().map(this::declare).toList();
    return new LinkedHashMap<>(ops.inline(forward, arguments));
  }

  private List<Value> values(List<String> weights) {
    return weights.stream().map(name -> get(residents, name)).toList();
  }

  private Function finished(Value loss, Map<String, Value> results) {
    Value finite = ops.isFinite(loss);
    updates.replaceAll((name, next) -> ops.select(finite, next, get(residents, name)));
    return Rewrites.loops(ops.function("step", results, updates));
  }

  private Value declare(Value parameter) {
    Value value = ops.parameterLike(parameter);
    Source.Parameter declared = Function.parameter(parameter);
    if (declared.kind() == Source.Kind.RESIDENT) {
      residents.put(declared.name(), value);
    }
    return value;
  }

  private Value resident(String name, TensorType type) {
    return residents.computeIfAbsent(name, _ -> ops.resident(name, type));
  }

  private void optimize(List<Value> gradients, List<String> weights) {
    Value rate = ops.input(TrainingFunctions.RATE, TensorType.f32(Shape.scalar()));
    Value t = ops.input(TrainingFunctions.T, TensorType.f32(Shape.scalar()));
    List<Value> clipped = ops.within("clip", () -> Clipping.apply(ops, rule.clip(), gradients));
    for (int i = 0; i < weights.size(); i++) {
      update(weights.get(i), get(residents, weights.get(i)), clipped.get(i), rate, t);
    }
  }

  private void update(String weight, Value value, Value gradient, Value rate, Value t) {
    Optimizer optimizer = rule.optimizer();
    double factor = rule.layers().factor(weight);
    Value scaled = factor == 1 ? rate : ops.mul(rate, ops.constant(factor));
    List<String> names =
        optimizer.slots().stream().map(slot -> TrainingFunctions.slot(slot, weight)).toList();
    List<Value> slots = new ArrayList<>();
    names.forEach(name -> slots.add(resident(name, value.type())));
    Optimizer.Step next =
        ops.within("optimizer", () -> optimizer.step(ops, value, gradient, slots, scaled, t));
    check(weight, value, next);
    updates.put(weight, behindMask(weight, next.weight()));
    for (int i = 0; i < names.size(); i++) {
      updates.put(names.get(i), next.slots().get(i));
    }
  }

  /** What would only broadcast is a mistake, and would set all elements alike. */
  private void check(String weight, Value value, Optimizer.@Nullable Step next) {
    String where = weight + ": optimizer " + rule.optimizer().getClass().getName();
    if (next == null || next.slots().size() != rule.optimizer().slots().size()) {
      throw new ShapeException(
          where,
          "a next value for each slot of " + rule.optimizer().slots(),
          next == null ? "nothing" : next.slots().size());
    }
    List<@Nullable Value> results = new ArrayList<>(next.slots());
    results.addFirst(next.weight());
    for (Value result : results) {
      if (result == null || !ops.owns(result) || !result.type().equals(value.type())) {
        throw new ShapeException(
            where, "next values " + value.type(), result == null ? "nothing" : result.type());
      }
    }
  }

  /** No momentum, decay or rounding of any update rule brings a masked element back. */
  private Value behindMask(String weight, Value next) {
    Value mask = residents.get(Masks.resident(weight));
    return mask == null ? next : ops.select(mask, next, ops.constantLike(next, 0));
  }

  private static Value get(Map<String, Value> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
