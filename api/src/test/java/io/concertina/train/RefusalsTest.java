package io.concertina.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConcertinaException;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.metric.Comparison;
import io.concertina.metric.Metric;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a plugin gives that cannot be right is refused in one line that names place and class. */
class RefusalsTest {

  private static final Shape SAMPLE = Shape.of(3);
  private static final Initializer ONES =
      (sizes, _) -> {
        float[] ones = new float[Shape.of(sizes).size()];
        Arrays.fill(ones, 1);
        return ones;
      };
  private static final Layer SCALE =
      (scope, x) -> scope.ops().mul(x, scope.variable("scale", Role.WEIGHT, ONES, 3));
  private static final Loss SQUARE = (ops, p, t) -> Composites.square(ops, ops.sub(p, t));

  private static ModelSpec spec(Layer encoder) {
    return ModelSpec.of(SAMPLE, List.of(encoder), List.of());
  }

  private static Model model(Layer encoder) {
    return Model.initial(spec(encoder), Scalings.none(SAMPLE), 1);
  }

  private static void step(Model model, Objective objective, Optimizer optimizer) {
    new TrainingFunctions(model, objective).step(UpdateRule.of(optimizer));
  }

  private static Objective square() {
    return new Objective(SQUARE, Map.of());
  }

  /** A rule of one slot that gives what a test wants. */
  private record Rule(Next next) implements Optimizer {
    interface Next {
      Step of(Ops ops, Value weight, Value slot);
    }

    @Override
    public double rate() {
      return 0.1;
    }

    @Override
    public List<String> slots() {
      return List.of("m");
    }

    @Override
    public Step step(
        Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
      return next.of(ops, weight, slots.getFirst());
    }
  }

  private static final Optimizer SOUND =
      new Rule((_, weight, slot) -> new Optimizer.Step(weight, List.of(slot)));

  private static void refuses(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(ConcertinaException.class)
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1).contains(parts));
  }

  @Test
  void aSoundStepIsMade() {
    step(model(SCALE), square(), SOUND);
  }

  @Test
  void aNextWeightOfAnotherShape() {
    Optimizer scalar =
        new Rule((ops, weight, slot) -> new Optimizer.Step(ops.sumAll(weight), List.of(slot)));
    refuses(
        () -> step(model(SCALE), square(), scalar),
        "encoder/layer_1/scale",
        Rule.class.getName(),
        "expected next values f32[3], got f32[]");
  }

  @Test
  void aNextSlotOfAnotherShape() {
    Optimizer scalar =
        new Rule((ops, weight, slot) -> new Optimizer.Step(weight, List.of(ops.sumAll(slot))));
    refuses(() -> step(model(SCALE), square(), scalar), "scale", Rule.class.getName(), "f32[]");
  }

  @Test
  void tooFewNextSlots() {
    Optimizer none = new Rule((_, weight, _) -> new Optimizer.Step(weight, List.of()));
    refuses(
        () -> step(model(SCALE), square(), none),
        "scale",
        Rule.class.getName(),
        "a next value for each slot of [m], got 0");
  }

  @Test
  @SuppressWarnings("NullAway")
  void noStepAtAll() {
    refuses(
        () -> step(model(SCALE), square(), new Rule((_, _, _) -> null)),
        "scale",
        Rule.class.getName(),
        "got nothing");
    refuses(
        () ->
            step(
                model(SCALE),
                square(),
                new Rule((_, _, slot) -> new Optimizer.Step(null, List.of(slot)))),
        "scale",
        Rule.class.getName(),
        "got nothing");
  }

  @Test
  void aNextStateOfAnotherShape() {
    Layer counting =
        new Layer() {
          @Override
          public Value apply(LayerScope scope, Value x) {
            Value seen = scope.variable("seen", Role.STATE, ONES, 3);
            scope.update(seen, scope.ops().sumAll(seen));
            return x;
          }
        };
    refuses(
        () -> model(counting),
        "/seen (" + counting.getClass().getName() + ")",
        "expected a next value f32[3], got f32[]");
  }

  @Test
  @SuppressWarnings("NullAway")
  void aLayerThatGivesNothing() {
    Layer nothing = (_, _) -> null;
    refuses(
        () -> model(nothing),
        "encoder/layer_1 (" + nothing.getClass().getName() + ")",
        "a value that the layer emitted, got nothing");
  }

  @Test
  void aLayerThatGivesAValueOfAnotherGraph() {
    Layer foreign = (_, _) -> new Ops().constant(1);
    refuses(() -> model(foreign), "encoder/layer_1", foreign.getClass().getName());
  }

  @Test
  @SuppressWarnings("NullAway")
  void aTermThatIsNothingOrNoNumber() {
    Layer nothing =
        (scope, x) -> {
          scope.term("size", null);
          return x;
        };
    refuses(() -> model(nothing), "encoder/layer_1/size", nothing.getClass().getName());
    Layer wide =
        (scope, x) -> {
          scope.term("size", x);
          return x;
        };
    refuses(() -> model(wide), "encoder/layer_1/size", wide.getClass().getName(), "a term f32[]");
  }

  @Test
  @SuppressWarnings("NullAway")
  void anInitializerOfNothingOrOfAnotherLength() {
    Initializer nothing = (_, _) -> null;
    Initializer few = (_, _) -> new float[2];
    for (Initializer initializer : List.of(nothing, few)) {
      Layer layer =
          (scope, x) -> scope.ops().mul(x, scope.variable("scale", Role.WEIGHT, initializer, 3));
      refuses(
          () -> model(layer),
          "encoder/layer_1/scale (" + initializer.getClass().getName() + ")",
          "3 initial values for [3], got");
    }
  }

  @Test
  void aVariableThatIsDeclaredInTrainingOnly() {
    Layer hidden =
        (scope, x) -> {
          if (scope.mode() == Mode.TRAIN) {
            scope.variable("late", Role.WEIGHT, ONES, 3);
          }
          return scope.ops().mul(x, scope.variable("scale", Role.WEIGHT, ONES, 3));
        };
    refuses(() -> step(model(hidden), square(), SOUND), "encoder/layer_1/late", "every mode");
  }

  @Test
  @SuppressWarnings("NullAway")
  void aLossOfNothingOrOfAnotherShape() {
    Loss nothing = (_, _, _) -> null;
    Loss scalar = (ops, p, t) -> ops.meanAll(ops.sub(p, t));
    Loss turned = (ops, p, t) -> ops.transpose(ops.sub(p, t), 1, 0);
    Loss whole = (ops, p, t) -> ops.cast(ops.sub(p, t), DType.I32);
    for (Loss loss : List.of(nothing, scalar, turned, whole)) {
      refuses(
          () -> step(model(SCALE), new Objective(loss, Map.of()), SOUND),
          "loss (" + loss.getClass().getName() + ")");
    }
  }

  /** A metric that emits what a test wants. */
  private record Sums(Function<Comparison, List<Value>> of) implements Metric {
    @Override
    public List<Value> sums(Comparison comparison) {
      return of.apply(comparison);
    }

    @Override
    public double value(List<double[]> sums) {
      return sums.getFirst()[0];
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void aMetricThatIsNoSumOfFixedShape() {
    List<Value> holed = new ArrayList<>();
    holed.add(null);
    for (Metric metric :
        List.of(
            new Sums(c -> List.of(c.prediction())),
            new Sums(c -> List.of(c.ops().cast(c.ops().sumAll(c.prediction()), DType.I32))),
            new Sums(_ -> List.of()),
            new Sums(_ -> null),
            new Sums(_ -> holed))) {
      refuses(
          () -> step(model(SCALE), new Objective(SQUARE, Map.of("odd", metric)), SOUND),
          "metric odd (" + Sums.class.getName() + ")");
    }
  }

  /** A likelihood whose reconstruction has another shape than the sample. */
  private record Wide() implements Likelihood {
    @Override
    public Shape parameters(Shape sample) {
      return Shape.of(6);
    }

    @Override
    public Value reconstruction(Ops ops, Value parameters) {
      return parameters;
    }

    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      return ops.sub(ops.slice(prediction, 1, 0, 3), target);
    }
  }

  @Test
  void aLikelihoodWhoseReconstructionIsNoSample() {
    ModelSpec spec =
        ModelSpec.of(SAMPLE, List.of((scope, x) -> scope.ops().concat(-1, x, x)), List.of())
            .with(new Outputs(Optional.of(new Wide()), List.of()));
    Model model = Model.initial(spec, Scalings.none(SAMPLE), 1);
    refuses(
        () -> step(model, new Objective(new Wide(), Map.of()), SOUND),
        "likelihood (" + Wide.class.getName() + ")",
        "a reconstruction [batch, 3]");
    refuses(() -> model.functions().reconstruct(), Wide.class.getName());
  }

  @Test
  void aDecoderThatDoesNotGiveWhatTheLikelihoodWants() {
    ModelSpec spec = spec(SCALE).with(new Outputs(Optional.of(new Wide()), List.of()));
    refuses(
        () -> Model.initial(spec, Scalings.none(SAMPLE), 1),
        "the likelihood's parameters [batch, 6], got");
  }

  @Test
  void aCoefficientOfAnUnknownTermWithTheNearestName() {
    Objective objective =
        new Objective(SQUARE, List.of(), Map.of(), Map.of("reconstructoin", Coefficient.of(0.5)));
    refuses(
        () -> step(model(SCALE), objective, SOUND),
        "training.coefficients: unknown term reconstructoin",
        "did you mean reconstruction?");
    refuses(() -> new TrainingFunctions(model(SCALE), objective).evaluate(1), "reconstructoin");
  }

  @Test
  void aTermOfAnUnknownHeadWithTheNearestName() {
    Head head =
        new Head("kind", Head.CODE, List.of(new NamedLayer("a", SCALE)), StreamSpec.label("label"));
    ModelSpec spec = spec(SCALE).with(Outputs.plain().with(List.of(head)));
    Model model = Model.initial(spec, Scalings.none(SAMPLE), 1);
    Objective objective =
        new Objective(SQUARE, List.of(new HeadTerm("kinds", SQUARE)), Map.of(), Map.of());
    refuses(() -> step(model, objective, SOUND), "unknown head kinds", "did you mean kind?");
  }

  @Test
  void aHeadThatReadsAnUnknownLayer() {
    Head head =
        new Head(
            "kind", "encoder/none", List.of(new NamedLayer("a", SCALE)), StreamSpec.label("label"));
    ModelSpec spec = spec(SCALE).with(Outputs.plain().with(List.of(head)));
    refuses(
        () -> Model.initial(spec, Scalings.none(SAMPLE), 1),
        "model.heads.kind.from",
        "encoder/none");
  }
}
