package io.concertina.model;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.optimizer.Optimizer;
import io.concertina.train.Clip;
import io.concertina.train.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What training computes, as functions of the intermediate representation. Built by trainers.
 *
 * <p>The step is: emit the layers and the loss, stabilise, differentiate, clip, apply the update
 * rule. If the loss is not finite, a step leaves every resident as it was, so that {@link
 * #diagnose} can find the place and nothing is lost.
 */
public final class TrainingFunctions {

  /** Input of a step: its learning rate, f32 scalar. */
  public static final String RATE = "rate";

  /** Input of a step: its number counted from 1, f32 scalar. */
  public static final String T = "t";

  /** Output: the loss with all penalties, f32 scalar. */
  public static final String LOSS = "loss";

  private final Model model;
  private final Objective objective;

  /** The functions that train a model for an objective. */
  public TrainingFunctions(Model model, Objective objective) {
    this.model = model;
    this.objective = objective;
  }

  /** Name of a slot of a weight among the residents. */
  public static String slot(String slot, String weight) {
    return "optimizer/" + slot + "/" + weight;
  }

  /** x → loss and metrics, without noise and updates. */
  public Function evaluate() {
    Emission emission = new Emission(model.spec(), model.preprocessing(), Mode.INFER).whole();
    return Rewrites.stabilize(emission.function("evaluate", measures(emission)));
  }

  private Map<String, Value> measures(Emission emission) {
    Ops ops = emission.ops();
    Value prediction = emission.reconstruction();
    Value target = emission.seen();
    Map<String, Value> measures = new LinkedHashMap<>();
    Value loss = ops.within("loss", () -> objective.loss().apply(ops, prediction, target));
    for (Value penalty : emission.trace().penalties()) {
      loss = ops.add(loss, penalty);
    }
    measures.put(LOSS, loss);
    objective
        .metrics()
        .forEach(
            (name, metric) ->
                measures.put(
                    name, ops.within(name, () -> metric.apply(ops, prediction, target))));
    return measures;
  }

  /**
   * x, rate, t, key → loss and metrics; updates weights, state and slots.
   *
   * @param optimizer the update rule
   * @param clip bound on gradients
   */
  public Function step(Optimizer optimizer, Clip clip) {
    Emission emission = new Emission(model.spec(), model.preprocessing(), Mode.TRAIN).whole();
    emission.trace().key();
    Map<String, Value> outputs = measures(emission);
    List<String> measured = List.copyOf(outputs.keySet());
    emission.trace().updates().forEach((name, value) -> outputs.put("update:" + name, value));
    Function forward =
        Rewrites.stabilize(new Function("forward", emission.ops().parameters(), outputs, Map.of()));

    Ops ops = new Ops();
    Map<String, Value> parameters = new LinkedHashMap<>();
    for (Value value : forward.parameters()) {
      String name = Function.parameter(value).name();
      boolean resident = forward.parameters(Source.Kind.RESIDENT).contains(value);
      parameters.put(name, resident ? ops.resident(name, value.type()) : ops.input(name, value.type()));
    }
    Map<String, Value> computed = ops.inline(forward, List.copyOf(parameters.values()));
    Value loss = computed.get(LOSS);
    Map<String, Value> updates = new LinkedHashMap<>();
    emission
        .trace()
        .updates()
        .keySet()
        .forEach(name -> updates.put(name, computed.get("update:" + name)));
    List<String> weights =
        emission.trace().variables().stream()
            .filter(variable -> variable.role() == Role.WEIGHT)
            .map(Variable::name)
            .toList();
    optimize(ops, loss, weights, parameters, optimizer, clip, updates);
    keepIfDiverged(ops, loss, parameters, updates);
    Map<String, Value> results = new LinkedHashMap<>();
    measured.forEach(name -> results.put(name, computed.get(name)));
    return ops.function("step", results, updates);
  }

  private static void optimize(
      Ops ops,
      Value loss,
      List<String> weights,
      Map<String, Value> parameters,
      Optimizer optimizer,
      Clip clip,
      Map<String, Value> updates) {
    Value rate = ops.input(RATE, TensorType.f32(Shape.scalar()));
    Value t = ops.input(T, TensorType.f32(Shape.scalar()));
    List<Value> values = weights.stream().map(parameters::get).toList();
    List<Value> gradients =
        ops.within("clip", () -> Clipping.apply(ops, clip, Gradients.of(ops, loss, values)));
    for (int i = 0; i < weights.size(); i++) {
      String weight = weights.get(i);
      Value value = values.get(i);
      Value gradient = gradients.get(i);
      List<Value> slots = new ArrayList<>();
      for (String slot : optimizer.slots()) {
        String name = slot(slot, weight);
        parameters.put(name, ops.resident(name, value.type()));
        slots.add(parameters.get(name));
      }
      Optimizer.Step next =
          ops.within("optimizer", () -> optimizer.step(ops, value, gradient, slots, rate, t));
      updates.put(weight, next.weight());
      for (int s = 0; s < slots.size(); s++) {
        updates.put(slot(optimizer.slots().get(s), weight), next.slots().get(s));
      }
    }
  }

  private static void keepIfDiverged(
      Ops ops, Value loss, Map<String, Value> parameters, Map<String, Value> updates) {
    Value finite = ops.isFinite(loss);
    updates.replaceAll((name, next) -> ops.select(finite, next, parameters.get(name)));
  }

  /**
   * x, key → for every place in the order of computation, 1 if all of its numbers are finite and 0
   * otherwise: {@code weights of PATH} for each variable, then {@code PATH} for each layer's output
   * in training mode.
   */
  public Function diagnose() {
    Emission emission = new Emission(model.spec(), model.preprocessing(), Mode.TRAIN).whole();
    emission.trace().key();
    Ops ops = emission.ops();
    Map<String, Value> places = new LinkedHashMap<>();
    UnaryOperator<Value> finite =
        value -> {
          Value flags = ops.cast(ops.isFinite(value), DType.F32);
          int[] axes = IntStream.range(0, flags.shape().rank()).toArray();
          return axes.length == 0 ? flags : ops.reduceMin(flags, axes);
        };
    places.put("input", finite.apply(emission.seen()));
    for (Variable variable : emission.trace().variables()) {
      Value value = emission.trace().value(variable.name());
      places.put("weights of " + variable.name(), finite.apply(value));
    }
    emission.trace().outputs().forEach((path, value) -> places.put(path, finite.apply(value)));
    return new Function("diagnose", ops.parameters(), places, Map.of());
  }

  /** Initial values of an optimiser's slots by resident name. */
  public Map<String, Tensor> slots(Optimizer optimizer) {
    Map<String, Tensor> slots = new LinkedHashMap<>();
    for (Variable variable : new ModelFunctions(model.spec(), model.preprocessing()).variables()) {
      if (variable.role() == Role.WEIGHT) {
        for (String slot : optimizer.slots()) {
          float fill = (float) optimizer.initial(slot);
          slots.put(
              slot(slot, variable.name()), Tensor.full(variable.shape(), fill));
        }
      }
    }
    return slots;
  }
}
