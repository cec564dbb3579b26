package io.concertina.train;

import io.concertina.data.Schema;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Coefficients;
import io.concertina.model.EmissionOptions;
import io.concertina.model.EmittedModel;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What training computes, as functions of the intermediate representation. Built by trainers.
 *
 * <p>The step is: emit the layers and the terms, stabilise, differentiate, clip, apply the update
 * rule. Weights that the model has a mask for are trained behind it: the mask is a resident, layers
 * see weight · mask, which masks gradients as well, and what the update rule makes of a masked
 * element is replaced by 0, whatever its momentum or decay. Frozen layers are computed as in
 * training and stay as they are. If the loss is not finite, a step leaves every resident as it was,
 * so that {@link #diagnose} can find the place and nothing is lost.
 *
 * <p>A step whose rows fall into blocks is two functions: {@link #gradients} for each block, whose
 * outputs are added up, and {@link #apply} on the totals.
 */
public final class TrainingFunctions {

  /** Input of a step: its learning rate, f32 scalar. */
  public static final String RATE = "rate";

  /** Input of a step: its number counted from 1, f32 scalar. */
  public static final String T = "t";

  /** Output: the loss with all terms, f32 scalar. */
  public static final String LOSS = "loss";

  private final Model model;
  private final Objective objective;
  private final Schema rows;

  /** The coefficients that a schedule drives. */
  private final Map<String, Coefficient> driven = new LinkedHashMap<>();

  /**
   * The functions that train a model for an objective.
   *
   * @param rows what the rows are made of
   */
  public TrainingFunctions(Model model, Objective objective, Schema rows) {
    this.model = model;
    this.objective = objective;
    this.rows = rows;
    objective
        .coefficients()
        .forEach(
            (name, coefficient) -> {
              if (coefficient.schedule().isPresent()) {
                driven.put(name, coefficient);
              }
            });
  }

  /** The functions for rows of the model's own streams. */
  public TrainingFunctions(Model model, Objective objective) {
    this(model, objective, model.spec().streams());
  }

  /** Name of a slot of a weight among the residents. */
  public static String slot(String slot, String weight) {
    return "optimizer/" + slot + "/" + weight;
  }

  private EmittedModel emitted(Mode mode, Set<String> masked, Coefficients coefficients) {
    EmissionOptions options = new EmissionOptions(mode, masked, coefficients);
    EmittedModel emitted = new EmittedModel(model.spec(), model.scalings(), options).whole();
    return emitted;
  }

  private EmittedModel training(Set<String> masked) {
    return emitted(Mode.TRAIN, masked, coefficients());
  }

  /** What the objective says of coefficients: a schedule makes an input of one. */
  private Coefficients coefficients() {
    Map<String, Double> fixed = new HashMap<>();
    objective
        .coefficients()
        .forEach(
            (name, coefficient) -> {
              if (coefficient.schedule().isEmpty()) {
                fixed.put(name, coefficient.value());
              }
            });
    return new Coefficients(fixed, driven.keySet());
  }

  /**
   * Values of the inputs that are coefficients, in a step.
   *
   * @param step counted from 1
   * @param total steps of the run
   */
  public Map<String, Tensor> coefficients(long step, long total) {
    if (driven.isEmpty()) {
      return Map.of();
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    driven.forEach(
        (name, coefficient) ->
            values.put(
                Coefficients.input(name), Tensor.scalar((float) coefficient.at(step, total))));
    return values;
  }

  /**
   * Streams → the terms and sums for the metrics, without noise and updates; {@link Measures} makes
   * numbers of them.
   *
   * @param total steps of the run, after the last of which coefficients are taken
   */
  public Function evaluate(long total) {
    Map<String, Double> fixed = new HashMap<>();
    objective.coefficients().forEach((name, value) -> fixed.put(name, value.last(total)));
    EmittedModel emitted = emitted(Mode.INFER, Set.of(), new Coefficients(fixed, Set.of()));
    return Rewrites.stabilize(emitted.function("evaluate", measures(emission(emitted))));
  }

  private ObjectiveEmission emission(EmittedModel emitted) {
    return new ObjectiveEmission(emitted, model.spec(), objective, rows);
  }

  private static Map<String, Value> measures(ObjectiveEmission emission) {
    Map<String, Value> measures = new LinkedHashMap<>();
    emission
        .terms()
        .forEach(
            term -> {
              measures.put(Measures.TERM + term.name(), term.mean());
              term.weight().ifPresent(w -> measures.put(Measures.WEIGHT + term.name(), w));
            });
    measures.putAll(emission.metrics());
    return measures;
  }

  /** True if the loss is the mean of the reconstruction's term, and so tells it as well. */
  private boolean isReconstruction(List<ObjectiveEmission.Term> terms) {
    return terms.size() == 1
        && terms.getFirst().name().equals(Objective.RECONSTRUCTION)
        && terms.getFirst().weight().isEmpty()
        && objective.coefficient(Objective.RECONSTRUCTION).equals(Coefficient.of(1));
  }

  /**
   * Streams, rate, t, key and coefficients → loss, terms and sums for the metrics; updates weights,
   * state and slots.
   */
  public Function step(UpdateRule rule) {
    EmittedModel emitted = training(model.masks().keySet());
    emitted.key();
    ObjectiveEmission emission = emission(emitted);
    model.blueprint().check(emitted);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(LOSS, emission.sum(emission.terms()));
    outputs.putAll(isReconstruction(emission.terms()) ? emission.metrics() : measures(emission));
    updates(emitted, rule).forEach((name, value) -> outputs.put(StepEmission.UPDATE + name, value));
    return new StepEmission(rule).step(forward(emitted, outputs), weights(rule));
  }

  private static Function forward(EmittedModel emitted, Map<String, Value> outputs) {
    Function plain = new Function("forward", emitted.ops().parameters(), outputs, Map.of());
    return Rewrites.prepareLoops(Rewrites.stabilize(plain));
  }

  /** Names of the variables that the optimiser changes. */
  private List<String> weights(UpdateRule rule) {
    rule.layers().check(model.blueprint());
    return model.blueprint().variables().stream()
        .filter(variable -> variable.role() == Role.WEIGHT)
        .map(Variable::name)
        .filter(rule.layers()::learns)
        .toList();
  }

  /** Next values of the states that are not frozen. */
  private static Map<String, Value> updates(EmittedModel emitted, UpdateRule rule) {
    Map<String, Value> updates = new LinkedHashMap<>(emitted.updates());
    updates.keySet().removeIf(name -> !rule.layers().learns(name));
    return updates;
  }

  /**
   * Streams, key and coefficients of a block of rows → sums that are added up over the blocks of a
   * step: of gradients by group of terms (of what learns by a rule), of what each group is divided
   * by (rows, row weights, observed cells), of losses, of next states times rows; and terms and
   * metrics of the block.
   */
  public Function gradients(UpdateRule rule) {
    EmittedModel emitted = training(model.masks().keySet());
    emitted.key();
    ObjectiveEmission emission = emission(emitted);
    model.blueprint().check(emitted);
    Ops ops = emitted.ops();
    Value count = ops.dimSize(Dim.named(ModelFunctions.BATCH));
    Map<String, Value> outputs = new LinkedHashMap<>();
    Map<String, List<ObjectiveEmission.Term>> groups = groups(emission);
    outputs.put(BlockTotals.weight(BlockTotals.ROWS), count);
    groups.forEach(
        (group, terms) -> {
          Value weight = terms.getFirst().weight().orElse(count);
          outputs.put(BlockTotals.weight(group), weight);
          outputs.put(BlockTotals.loss(group), ops.mul(emission.sum(terms), weight));
        });
    outputs.putAll(measures(emission));
    updates(emitted, rule)
        .forEach((name, next) -> outputs.put(BlockTotals.state(name), ops.mul(next, count)));
    return BlockEmission.of(forward(emitted, outputs), groups.keySet(), weights(rule));
  }

  /** Terms of rows by what they are divided by. */
  private static Map<String, List<ObjectiveEmission.Term>> groups(ObjectiveEmission emission) {
    Map<String, List<ObjectiveEmission.Term>> groups = new LinkedHashMap<>();
    for (ObjectiveEmission.Term term : emission.terms()) {
      if (term.ofRows()) {
        String group = term.weight().isEmpty() ? BlockTotals.ROWS : term.name();
        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(term);
      }
    }
    return groups;
  }

  /**
   * Totals over the blocks of a step, rate, t and coefficients → loss; updates weights, state and
   * slots. Penalties of weights alone, the division, clipping and the update happen here, once.
   */
  public Function apply(UpdateRule rule) {
    EmittedModel emitted = training(model.masks().keySet());
    ObjectiveEmission emission = emission(emitted);
    List<ObjectiveEmission.Term> penalties =
        emission.terms().stream().filter(term -> !term.ofRows()).toList();
    Map<String, Value> outputs = Map.of(LOSS, emission.sum(penalties));
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups(emission)
        .forEach(
            (group, terms) ->
                groups.put(group, terms.stream().map(ObjectiveEmission.Term::name).toList()));
    Map<String, TensorType> states = new LinkedHashMap<>();
    updates(emitted, rule).forEach((name, next) -> states.put(name, next.type()));
    List<Value> parameters =
        emitted.ops().parameters().stream()
            .filter(
                parameter ->
                    Function.parameter(parameter).kind() == Source.Kind.RESIDENT
                        || Coefficients.isInput(Function.parameter(parameter).name()))
            .toList();
    Function alone = Rewrites.stabilize(new Function("penalties", parameters, outputs, Map.of()));
    return new StepEmission(rule).apply(alone, new BlockTotals(groups, states), weights(rule));
  }

  /**
   * Streams, key → the gradient of the loss, with all terms and before clipping, by the names of
   * the weights. Masks play no part, since masked weights are 0: elements that are masked have the
   * gradient that they would have if they were free.
   *
   * @param weights names of the weights that are asked about
   */
  public Function lossGradients(List<String> weights) {
    EmittedModel emitted = training(Set.of());
    emitted.key();
    ObjectiveEmission emission = emission(emitted);
    Map<String, Value> loss = Map.of(LOSS, emission.sum(emission.terms()));
    return GradientEmission.of(forward(emitted, loss), weights);
  }

  /**
   * Streams, key → for every place in the order of computation, 1 if all of its numbers are finite
   * and 0 otherwise: {@code input}, {@code weights of PATH} for each variable, then {@code PATH}
   * for each layer's output in training mode.
   */
  public Function diagnose() {
    EmittedModel emitted = training(Set.of());
    emitted.heads();
    emitted.key();
    Ops ops = emitted.ops();
    Map<String, Value> places = new LinkedHashMap<>();
    UnaryOperator<Value> finite =
        value -> {
          Value flags = ops.cast(ops.isFinite(value), DType.F32);
          int[] axes = IntStream.range(0, flags.shape().rank()).toArray();
          return axes.length == 0 ? flags : ops.reduceMin(flags, axes);
        };
    places.put("input", finite.apply(emitted.seen()));
    for (Variable variable : emitted.variables()) {
      Value value = emitted.variable(variable.name());
      places.put("weights of " + variable.name(), finite.apply(value));
    }
    emitted.layers().forEach((path, value) -> places.put(path, finite.apply(value)));
    return Rewrites.loops(new Function("diagnose", ops.parameters(), places, Map.of()));
  }

  /** Initial values of the slots of what learns, by resident name. */
  public Map<String, Tensor> slots(UpdateRule rule) {
    Optimizer optimizer = rule.optimizer();
    Map<String, Tensor> slots = new LinkedHashMap<>();
    for (Variable variable : model.blueprint().variables()) {
      if (variable.role() == Role.WEIGHT && rule.layers().learns(variable.name())) {
        for (String slot : optimizer.slots()) {
          float fill = (float) optimizer.initial(slot);
          slots.put(slot(slot, variable.name()), Tensor.full(variable.shape(), fill));
        }
      }
    }
    return slots;
  }
}
