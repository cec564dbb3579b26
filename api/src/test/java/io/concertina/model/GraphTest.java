package io.concertina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.InputCount;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GraphTest {

  private static final Shape SAMPLE = Shape.of(3);
  private static final Layer SAME = (_, x) -> x;
  private static final Layer SCALED = GraphTest::scaled;
  private static final Layer CUT = (scope, x) -> scope.ops().slice(x, -1, 0, 2);
  private static final MergeLayer SUM =
      (scope, inputs) -> inputs.stream().reduce(scope.ops()::add).orElseThrow();
  private static final NamedLayer END = new NamedLayer("end", SAME);

  private static Value scaled(LayerScope scope, Value x) {
    Value scale =
        scope.variable("scale", Role.WEIGHT, (_, _) -> new float[3], x.shape().last().size());
    scope.term("size", scope.ops().sumAll(scale));
    scope.term("activity", scope.ops().meanAll(x));
    return scope.ops().mul(x, scale);
  }

  private static MergeLayer again(String layer) {
    return new MergeLayer() {
      @Override
      public InputCount inputs() {
        return InputCount.atLeast(1);
      }

      @Override
      public Value apply(LayerScope scope, List<Value> inputs) {
        return scope.again(layer, inputs);
      }
    };
  }

  private static NamedLayer layer(String name, Layer layer) {
    return new NamedLayer(name, layer);
  }

  private static ModelSpec spec(List<NamedLayer> encoder, List<NamedLayer> decoder) {
    return new ModelSpec(SAMPLE, encoder, decoder);
  }

  private static Model model(List<NamedLayer> encoder, List<NamedLayer> decoder) {
    return Model.initial(spec(encoder, decoder), Preprocessing.none(SAMPLE), 1);
  }

  private static void refuses(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(ConfigurationException.class).hasMessage(message);
  }

  @Test
  void aLayerReadsTheOneBeforeIt() {
    assertThat(spec(List.of(layer("a", SAME), layer("b", SAME)), List.of(END)).graph())
        .containsExactly(
            new PlacedLayer("encoder/a", SAME, List.of("x")),
            new PlacedLayer("encoder/b", SAME, List.of("encoder/a")),
            new PlacedLayer("decoder/end", SAME, List.of("code")));
  }

  @Test
  void aLayerReadsWhatItNames() {
    ModelSpec spec =
        spec(
            List.of(layer("a", SAME), layer("b", SAME), layer("sum", SUM).from("a", "b", "x")),
            List.of(layer("end", SUM).from("code", "encoder/a")));
    assertThat(spec.graph().get(2).from()).containsExactly("encoder/a", "encoder/b", "x");
    assertThat(spec.graph().get(3).from()).containsExactly("code", "encoder/a");
  }

  @Test
  void aLayerOfTheOwnListComesBeforeAStreamOfItsName() {
    ModelSpec spec =
        spec(List.of(), List.of(layer("code", SAME), layer("end", SUM).from("code", "x")));
    assertThat(spec.graph().getLast().from()).containsExactly("decoder/code", "x");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    refuses(
        () -> spec(List.of(layer("wide", SAME), layer("b", SAME).from("wode")), List.of()),
        "encoder/b.from: unknown layer or stream wode; did you mean wide?");
    refuses(
        () -> spec(List.of(layer("a", SAME)), List.of(END.from("a"))),
        "decoder/end.from: unknown layer or stream a; known: code, encoder/a, x");
  }

  @Test
  void aLayerCannotReadALaterOneOrItself() {
    refuses(
        () -> spec(List.of(layer("a", SAME).from("b"), layer("b", SAME)), List.of()),
        "encoder/a.from: expected a layer before it, got b, which comes after it");
    refuses(
        () -> spec(List.of(layer("a", SAME).from("a")), List.of()),
        "encoder/a.from: expected a layer before it, got itself");
  }

  @Test
  void theEncoderCannotReadTheCode() {
    refuses(
        () -> spec(List.of(layer("a", SAME).from("code")), List.of()),
        "encoder/a.from: unknown layer or stream code; known: x");
  }

  @Test
  void aLayerThatNoneReadsIsRefused() {
    refuses(
        () -> spec(List.of(layer("a", SAME), layer("b", SAME).from("x")), List.of()),
        "encoder/a: expected a layer that another one reads, got one that none reads; name it in a"
            + " from");
    refuses(
        () -> spec(List.of(layer("a", SAME)), List.of(END.from("x"))),
        "encoder/a: expected a layer that another one reads, got one that none reads; name it in a"
            + " from");
  }

  @Test
  void aHeadMayBeTheOnlyReaderOfALayer() {
    Head head = new Head("kind", "encoder/a", List.of(layer("h", SAME)), StreamSpec.label("label"));
    ModelSpec spec =
        new ModelSpec(
            Schema.of(StreamSpec.feature(Schema.X, SAMPLE)),
            List.of(layer("a", SAME), layer("b", SAME).from("x")),
            List.of(),
            Outputs.plain().with(List.of(head)));
    assertThat(spec.graph().getLast().from()).containsExactly("encoder/a");
  }

  @Test
  void aLayerOfAHeadReadsAnyLayer() {
    Head head =
        new Head(
            "kind",
            Head.CODE,
            List.of(layer("h", SAME), layer("sum", SUM).from("h", "encoder/a", "x")),
            StreamSpec.label("label"));
    ModelSpec spec =
        new ModelSpec(
            Schema.of(StreamSpec.feature(Schema.X, SAMPLE)),
            List.of(layer("a", SAME)),
            List.of(END),
            Outputs.plain().with(List.of(head)));
    Model model = Model.initial(spec, Preprocessing.none(SAMPLE), 1);
    assertThat(model.functions().predict().outputs()).containsOnlyKeys("kind");
  }

  @Test
  void aSkipReconstructsButDoesNotDecode() {
    Model model =
        model(
            List.of(layer("a", SCALED), layer("b", SAME)),
            List.of(layer("end", SUM).from("code", "encoder/a")));
    assertThat(model.functions().reconstruct().outputs()).containsKey("reconstruction");
    refuses(
        () -> model.functions().decode(),
        "decoder/end: expected a decoder that needs the code alone, to decode codes, got a layer"
            + " that reads encoder/a; reconstruct rows instead");
  }

  @Test
  void aDecoderWithASkipOfItsOwnDecodes() {
    Model model =
        model(
            List.of(layer("a", SCALED)),
            List.of(layer("b", SAME), layer("c", SAME), layer("end", SUM).from("b", "c", "code")));
    assertThat(model.functions().decode().outputs()).containsKey("reconstruction");
  }

  @Test
  void aLayerOfOneInputRefusesSeveral() {
    refuses(
        () -> model(List.of(layer("a", SAME), layer("b", SAME).from("a", "x")), List.of()),
        "encoder/b: expected one input, got 2; join them by a layer such as concat before it");
  }

  @Test
  void aLayerOfSeveralInputsRefusesOne() {
    refuses(
        () -> model(List.of(layer("sum", SUM)), List.of()),
        "encoder/sum: expected at least 2 inputs, got 1; name more in its from");
  }

  @Test
  void aSharedLayerHasNoVariablesOfItsOwn() {
    Model model = model(List.of(layer("a", SCALED), layer("b", again("a"))), List.of(END));
    assertThat(model.weights()).containsOnlyKeys("encoder/a/scale");
    assertThat(model.blueprint().shared()).containsExactly("encoder/a");
  }

  @Test
  void aPenaltyOfSharedWeightsIsCountedOnce() {
    Model model = model(List.of(layer("a", SCALED), layer("b", again("a"))), List.of(END));
    assertThat(model.blueprint().terms())
        .containsExactly("encoder/a/size", "encoder/a/activity", "encoder/b/activity");
  }

  @Test
  void aLayerOfAnotherListIsSharedByItsPath() {
    Model model = model(List.of(layer("a", SCALED)), List.of(layer("b", again("encoder/a"))));
    assertThat(model.weights()).containsOnlyKeys("encoder/a/scale");
    assertThat(model.functions().decode().parameters()).hasSize(2);
  }

  @Test
  void aSharedLayerMustComeBefore() {
    refuses(
        () -> model(List.of(layer("a", again("b")), layer("b", SCALED)), List.of(END)),
        "encoder/a: unknown layer b before it; there are none");
  }

  @Test
  void aSharedLayerTakesInputsOfTheSameWidth() {
    assertThatThrownBy(
            () ->
                model(
                    List.of(layer("a", SCALED), layer("c", CUT), layer("b", again("a"))),
                    List.of(END)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("encoder/b")
        .hasMessageContaining(
            "expected an input like that of encoder/a, for encoder/a/scale [3], got one for [2]");
  }

  @Test
  void aLayerWithStateIsNotShared() {
    Layer counting =
        (scope, x) -> {
          scope.variable("mean", Role.STATE, (_, _) -> new float[1]);
          return x;
        };
    assertThatThrownBy(
            () -> model(List.of(layer("a", counting), layer("b", again("a"))), List.of(END)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "expected a layer without state to share, got one with encoder/a/mean");
  }

  @Test
  void emissionsForTrainingDeclareTheSame() {
    Model model = model(List.of(layer("a", SCALED), layer("b", again("a"))), List.of(END));
    EmissionOptions training = new EmissionOptions(Mode.TRAIN, Set.of(), Coefficients.byLayers());
    EmittedModel emitted = new EmittedModel(model.spec(), model.scalings(), training).whole();
    model.blueprint().check(emitted);
    assertThat(emitted.variables()).hasSize(1);
  }
}
