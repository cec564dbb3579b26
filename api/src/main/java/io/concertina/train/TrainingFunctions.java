package io.concertina.train;

import io.concertina.layer.Variable;
import io.concertina.model.EmittedModel;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What training computes, as functions of the intermediate representation. Built by trainers.
 *
 * <p>The step is: emit the layers and the loss, stabilise, differentiate, clip, apply the update
 * rule. Weights that the model has a mask for are trained behind it: the mask is a resident, layers
 * see weight · mask, which masks gradients as well, and what the update rule makes of a masked
 * element is replaced by 0, whatever its momentum or decay. If the loss is not finite, a step
 * leaves every resident as it was, so that {@link #diagnose} can find the place and nothing is
 * lost.
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
    EmittedModel emission = new EmittedModel(model.spec(), model.preprocessing(), Mode.INFER).whole();
    return Rewrites.stabilize(emission.function("evaluate", measures(emission)));
  }

  private Map<String, Value> measures(EmittedModel emission) {
    Ops ops = emission.ops();
    Value prediction = emission.reconstruction();
    Value target = emission.seen();
    Map<String, Value> measures = new LinkedHashMap<>();
    Value loss = ops.within("loss", () -> objective.loss().apply(ops, prediction, target));
    for (Value penalty : emission.penalties()) {
      loss = ops.add(loss, penalty);
    }
    measures.put(LOSS, loss);
    objective
        .metrics()
        .forEach(
            (name, metric) ->
                measures.put(name, ops.within(name, () -> metric.apply(ops, prediction, target))));
    return measures;
  }

  /**
   * x, rate, t, key → loss and metrics; updates weights, state and slots.
   *
   * @param optimizer the update rule
   * @param clip bound on gradients
   */
  public Function step(Optimizer optimizer, Clip clip) {
    EmittedModel emission =
        new EmittedModel(model.spec(), model.preprocessing(), Mode.TRAIN, model.masks().keySet())
            .whole();
    emission.key();
    Map<String, Value> outputs = measures(emission);
    List<String> measured = List.copyOf(outputs.keySet());
    emission
        .updates()
        .forEach((name, value) -> outputs.put(StepEmission.UPDATE + name, value));
    Function forward =
        Rewrites.stabilize(new Function("forward", emission.ops().parameters(), outputs, Map.of()));

    List<String> weights =
        emission.variables().stream()
            .filter(variable -> variable.role() == Role.WEIGHT)
            .map(Variable::name)
            .toList();
    return new StepEmission(forward, optimizer, clip).step(measured, weights);
  }

  /**
   * x, key → the gradient of the loss, with all penalties and before clipping, by the names of the
   * weights. Masks play no part, since masked weights are 0: elements that are masked have the
   * gradient that they would have if they were free.
   *
   * @param weights names of the weights that are asked about
   */
  public Function gradients(List<String> weights) {
    EmittedModel emission = new EmittedModel(model.spec(), model.preprocessing(), Mode.TRAIN).whole();
    emission.key();
    Map<String, Value> loss = Map.of(LOSS, get(measures(emission), LOSS));
    Function forward =
        Rewrites.stabilize(new Function("forward", emission.ops().parameters(), loss, Map.of()));
    return GradientEmission.of(forward, weights);
  }

  private static Value get(Map<String, Value> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /**
   * x, key → for every place in the order of computation, 1 if all of its numbers are finite and 0
   * otherwise: {@code weights of PATH} for each variable, then {@code PATH} for each layer's output
   * in training mode.
   */
  public Function diagnose() {
    EmittedModel emission = new EmittedModel(model.spec(), model.preprocessing(), Mode.TRAIN).whole();
    emission.key();
    Ops ops = emission.ops();
    Map<String, Value> places = new LinkedHashMap<>();
    UnaryOperator<Value> finite =
        value -> {
          Value flags = ops.cast(ops.isFinite(value), DType.F32);
          int[] axes = IntStream.range(0, flags.shape().rank()).toArray();
          return axes.length == 0 ? flags : ops.reduceMin(flags, axes);
        };
    places.put("input", finite.apply(emission.seen()));
    for (Variable variable : emission.variables()) {
      Value value = emission.variable(variable.name());
      places.put("weights of " + variable.name(), finite.apply(value));
    }
    emission.layers().forEach((path, value) -> places.put(path, finite.apply(value)));
    return new Function("diagnose", ops.parameters(), places, Map.of());
  }

  /** Initial values of an optimiser's slots by resident name. */
  public Map<String, Tensor> slots(Optimizer optimizer) {
    Map<String, Tensor> slots = new LinkedHashMap<>();
    for (Variable variable : new ModelFunctions(model.spec(), model.preprocessing()).variables()) {
      if (variable.role() == Role.WEIGHT) {
        for (String slot : optimizer.slots()) {
          float fill = (float) optimizer.initial(slot);
          slots.put(slot(slot, variable.name()), Tensor.full(variable.shape(), fill));
        }
      }
    }
    return slots;
  }
}
