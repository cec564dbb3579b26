package io.concertina.train;

import io.concertina.model.Masks;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A training step emitted on a graph of its own, around a stabilised forward function. */
final class StepEmission {

  /** Prefix of the forward function's outputs that are new values of state variables. */
  static final String UPDATE = "update:";

  private final Ops ops = new Ops();
  private final Function forward;
  private final Optimizer optimizer;
  private final Clip clip;
  private final Map<String, Value> residents = new LinkedHashMap<>();
  private final Map<String, Value> updates = new LinkedHashMap<>();

  StepEmission(Function forward, Optimizer optimizer, Clip clip) {
    this.forward = forward;
    this.optimizer = optimizer;
    this.clip = clip;
  }

  /**
   * Emits the step.
   *
   * @param measured outputs of the forward function that the step returns; one is the loss
   * @param weights names of the residents that the optimiser changes
   */
  Function step(List<String> measured, List<String> weights) {
    List<Value> arguments = forward.parameters().stream().map(this::declare).toList();
    Map<String, Value> results = new LinkedHashMap<>();
    ops.inline(forward, arguments)
        .forEach(
            (name, value) -> {
              if (measured.contains(name)) {
                results.put(name, value);
              } else {
                updates.put(name.substring(UPDATE.length()), value);
              }
            });
    Value loss = get(results, TrainingFunctions.LOSS);
    optimize(loss, weights);
    Value finite = ops.isFinite(loss);
    updates.replaceAll((name, next) -> ops.select(finite, next, get(residents, name)));
    return ops.function("step", results, updates);
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
    Value value = ops.resident(name, type);
    residents.put(name, value);
    return value;
  }

  private void optimize(Value loss, List<String> weights) {
    Value rate = ops.input(TrainingFunctions.RATE, TensorType.f32(Shape.scalar()));
    Value t = ops.input(TrainingFunctions.T, TensorType.f32(Shape.scalar()));
    List<Value> values = weights.stream().map(name -> get(residents, name)).toList();
    List<Value> gradients =
        ops.within("clip", () -> Clipping.apply(ops, clip, Gradients.of(ops, loss, values)));
    for (int i = 0; i < weights.size(); i++) {
      update(weights.get(i), values.get(i), gradients.get(i), rate, t);
    }
  }

  private void update(String weight, Value value, Value gradient, Value rate, Value t) {
    List<String> names =
        optimizer.slots().stream().map(slot -> TrainingFunctions.slot(slot, weight)).toList();
    List<Value> slots = new ArrayList<>();
    names.forEach(name -> slots.add(resident(name, value.type())));
    Optimizer.Step next =
        ops.within("optimizer", () -> optimizer.step(ops, value, gradient, slots, rate, t));
    updates.put(weight, behindMask(weight, next.weight()));
    for (int i = 0; i < names.size(); i++) {
      updates.put(names.get(i), next.slots().get(i));
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
