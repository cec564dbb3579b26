package io.concertina.plugin.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Elements;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.plugin.pruning.RankedUnitPruner.UnitCriterion;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RankedUnitPrunerTest {

  private static final Registry REGISTRY = Registry.load();
  private static final int WIDTH = 6;

  private final Engine engine =
      REGISTRY.engine("native").open(EngineOptions.defaults().withThreads(1));

  @AfterEach
  void close() {
    engine.close();
  }

  private static Object dense(int units) {
    return Map.of("dense", Map.of("units", units, "activation", "relu"));
  }

  /** Batch normalisation and dropout between two dense layers belong to the units. */
  private static Model model() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(WIDTH),
            List.of(
                dense(10),
                "batch_norm",
                Map.of("dropout", Map.of("rate", 0.1)),
                dense(8),
                dense(3)),
            List.of(dense(10), "dense"),
            REGISTRY);
    return Model.initial(spec, Preprocessing.none(Shape.of(WIDTH)), 1);
  }

  private static MemoryDataset rows() {
    KeyedRandom random = KeyedRandom.of(3, "rows");
    float[] elements = new float[300 * WIDTH];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return MemoryDataset.of("rows", Tensor.view(Shape.of(300, WIDTH), elements));
  }

  private Model half(Model model, UnitCriterion criterion, String... exclude) {
    return new RankedUnitPruner(criterion, 0.5, Scope.LAYER, List.of(exclude))
        .apply(model, engine, rows(), 5);
  }

  private static Map<String, Integer> widths(Model model) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    model
        .weights()
        .forEach(
            (name, weight) -> {
              if (name.endsWith("/kernel")) {
                widths.put(name.replace("/kernel", ""), weight.shape().last().size());
              }
            });
    return widths;
  }

  @ParameterizedTest
  @EnumSource(UnitCriterion.class)
  void hiddenUnitsGoButCodeAndReconstructionStay(UnitCriterion criterion) {
    Model smaller = half(model(), criterion);
    assertThat(widths(smaller))
        .isEqualTo(
            Map.of(
                "encoder/dense_1", 5,
                "encoder/dense_2", 4,
                "encoder/dense_3", 3,
                "decoder/dense_1", 5,
                "decoder/dense_2", 6));
    assertThat(smaller.weight("encoder/batch_norm_1/gamma").shape()).isEqualTo(Shape.of(5));
    assertThat(smaller.weight("encoder/dense_1/bias").shape()).isEqualTo(Shape.of(5));
  }

  private static Model model(List<?> encoder, List<?> decoder) {
    ModelSpec spec = ModelSpec.read("model", Shape.of(WIDTH), encoder, decoder, REGISTRY);
    return Model.initial(spec, Preprocessing.none(Shape.of(WIDTH)), 1);
  }

  @Test
  void unitsThatSeveralLayersReadStay() {
    List<Object> sources = List.of("dense_1", "dense_2");
    Object sum = Map.of("add", Map.of(), "from", sources);
    Model model =
        model(List.of(dense(8), dense(8), sum, dense(10), dense(3)), List.of(dense(8), "dense"));
    assertThat(widths(half(model, UnitCriterion.MAGNITUDE)))
        .containsEntry("encoder/dense_1", 8)
        .containsEntry("encoder/dense_2", 8)
        .containsEntry("encoder/dense_3", 5)
        .containsEntry("decoder/dense_1", 4);
  }

  @Test
  void unitsThatTheDecoderReadsStay() {
    Object skip = Map.of("concat", Map.of(), "from", List.of("code", "encoder/dense_1"));
    Model model = model(List.of(dense(8), dense(3)), List.of(skip, dense(10), "dense"));
    assertThat(widths(half(model, UnitCriterion.MAGNITUDE)))
        .containsEntry("encoder/dense_1", 8)
        .containsEntry("decoder/dense_1", 5);
  }

  @Test
  void unitsThatReconstructAStreamStayThoughALayerReadsThem() {
    StreamSpec both =
        StreamSpec.feature(Schema.X, Shape.of(WIDTH))
            .with(
                Elements.unknown()
                    .withParts(List.of(new Elements.Part("a", 4), new Elements.Part("b", 2))));
    Object a = Map.of("name", "a", "dense", Map.of("units", 4));
    Object b = Map.of("name", "b", "dense", Map.of("units", 2), "from", "a");
    ModelSpec spec =
        new ModelSpec(
            Schema.of(both),
            ModelSpec.stack("model.encoder", List.of(dense(8), dense(3)), REGISTRY),
            ModelSpec.stack("model.decoder", List.of(dense(8), a, b), REGISTRY),
            Outputs.plain());
    Model model = Model.initial(spec, Preprocessing.none(Shape.of(WIDTH)), 1);
    assertThat(widths(half(model, UnitCriterion.MAGNITUDE)))
        .containsEntry("decoder/dense_1", 4)
        .containsEntry("decoder/a", 4);
  }

  @Test
  void unitsOfALayerThatIsUsedAgainStay() {
    Object again = Map.of("shared", Map.of("layer", "dense_1"));
    Model model =
        model(List.of(dense(WIDTH), again, dense(8), dense(3)), List.of(dense(8), "dense"));
    assertThat(widths(half(model, UnitCriterion.MAGNITUDE)))
        .containsEntry("encoder/dense_1", WIDTH)
        .containsEntry("encoder/dense_2", 4);
  }

  @ParameterizedTest
  @EnumSource(UnitCriterion.class)
  void whatStaysOfALargeLayerFillsWholeVectors(UnitCriterion criterion) {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(WIDTH),
            List.of(dense(200), dense(150), dense(100), dense(3)),
            List.of(dense(170), "dense"),
            REGISTRY);
    Model model = Model.initial(spec, Preprocessing.none(Shape.of(WIDTH)), 1);
    Model smaller = half(model, criterion);
    assertThat(smaller.weight("encoder/dense_1/kernel").shape()).isEqualTo(Shape.of(WIDTH, 96));
    assertThat(smaller.weight("encoder/dense_2/kernel").shape()).isEqualTo(Shape.of(96, 80));
    assertThat(smaller.weight("encoder/dense_3/kernel").shape()).isEqualTo(Shape.of(80, 50));
    assertThat(smaller.weight("decoder/dense_1/kernel").shape()).isEqualTo(Shape.of(3, 80));
  }

  @Test
  void aModelWithoutTheUnitsThatAreCutOffComputesTheSame() {
    Model model = model();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    float[] kernel = model.weight("encoder/dense_3/kernel").toFloats();
    for (int unit : new int[] {1, 2, 5, 6}) {
      for (int i = 0; i < 3; i++) {
        kernel[unit * 3 + i] = 0;
      }
    }
    weights.put("encoder/dense_3/kernel", Tensor.view(Shape.of(8, 3), kernel));
    Model silent = model.with(weights, model.history());
    assertThat(new CutOffUnits().of(silent))
        .isEqualTo(Map.of("encoder/dense_1", 0L, "encoder/dense_2", 4L, "decoder/dense_1", 0L));
    Model smaller = half(silent, UnitCriterion.MAGNITUDE, "encoder/dense_1", "decoder/dense_1");
    assertThat(smaller.weight("encoder/dense_2/kernel").shape()).isEqualTo(Shape.of(10, 4));
    Tensor x = Tensor.of(Shape.of(2, WIDTH), 1, 2, 3, -1, -2, 0.5f, 0, 1, 0, 1, 0, -1);
    try (Autoencoder large = Autoencoder.open(silent, engine);
        Autoencoder small = Autoencoder.open(smaller, engine)) {
      Tensor expected = large.reconstruct(x);
      Tensor got = small.reconstruct(x);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(got.floatAt(i)).isCloseTo(expected.floatAt(i), within(1e-5f));
      }
    }
  }

  @Test
  void masksAreCutWithTheirWeights() {
    Model model = model();
    Tensor kernel = model.weight("encoder/dense_2/kernel");
    int[] bits = new int[kernel.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = i % 3 == 0 ? 0 : 1;
    }
    Model masked =
        model.masked(Map.of("encoder/dense_2/kernel", Tensor.ofBooleans(kernel.shape(), bits)));
    assertThat(half(masked, UnitCriterion.MAGNITUDE).masks().get("encoder/dense_2/kernel").shape())
        .isEqualTo(Shape.of(5, 4));
  }

  /** Layers as in {@link #model}, with a likelihood, words beside the numbers and some heads. */
  private static Model rich(Head... heads) {
    Elements words = Elements.unknown().withWords(List.of(List.of("a", "b")));
    Schema streams =
        Schema.of(
            StreamSpec.feature(Schema.X, Shape.of(WIDTH)),
            new StreamSpec(
                Schema.CATEGORIES,
                StreamSpec.Role.FEATURE,
                StreamSpec.Kind.I32,
                Shape.of(1),
                words));
    Likelihood meaning =
        (Likelihood)
            REGISTRY.create(Loss.class, "loss", Map.of("gaussian", Map.of("variance", "learned")));
    ModelSpec spec =
        new ModelSpec(
            streams,
            stack(dense(10), "batch_norm", dense(8), dense(3)),
            stack(dense(10), Map.of("dense", Map.of("units", 2 * WIDTH + 3))),
            new Outputs(Optional.of(meaning), List.of(heads)));
    Model initial = Model.initial(spec, Preprocessing.none(Shape.of(WIDTH)), 1);
    return initial.with(initial.provenance().with(Map.of("epochs", 3)));
  }

  private static List<NamedLayer> stack(Object... trees) {
    return ModelSpec.stack("model", List.of(trees), REGISTRY);
  }

  private static Head head(String name, String from, Object... layers) {
    return new Head(name, from, stack(layers), StreamSpec.label(name));
  }

  private static MemoryDataset richRows() {
    Tensor numbers = Tensor.full(Shape.of(40, WIDTH), 0.5f);
    Tensor words = Tensor.of(Shape.of(40, 1), new int[40]);
    return MemoryDataset.of("rows", numbers)
        .with(rich().spec().streams().stream(Schema.CATEGORIES), words);
  }

  private Model halfOf(Model model, UnitCriterion criterion) {
    return new RankedUnitPruner(criterion, 0.5, Scope.LAYER, List.of())
        .apply(model, engine, richRows(), 5);
  }

  @ParameterizedTest
  @EnumSource(UnitCriterion.class)
  void streamsLikelihoodHeadsAndPlanSurvive(UnitCriterion criterion) {
    Model model =
        rich(
            head("kind", Head.CODE, dense(4), dense(2)),
            head("size", "encoder/batch_norm_1", "layer_norm", dense(1)));
    Model smaller = halfOf(model, criterion);
    assertThat(smaller.spec().streams()).isEqualTo(model.spec().streams());
    assertThat(smaller.spec().outputs().likelihood())
        .isEqualTo(model.spec().outputs().likelihood());
    assertThat(smaller.provenance()).isEqualTo(model.provenance());
    assertThat(widths(smaller))
        .isEqualTo(
            Map.of(
                "encoder/dense_1", 5,
                "encoder/dense_2", 4,
                "encoder/dense_3", 3,
                "decoder/dense_1", 5,
                "decoder/dense_2", 2 * WIDTH + 3,
                "heads/kind/dense_1", 2,
                "heads/kind/dense_2", 2,
                "heads/size/dense_1", 1));
    assertThat(smaller.weight("heads/size/dense_1/kernel").shape()).isEqualTo(Shape.of(5, 1));
    assertThat(smaller.weight("heads/size/layer_norm_1/gamma").shape()).isEqualTo(Shape.of(5));
  }

  @Test
  void aUnitThatOnlyAHeadHearsIsWorthSomething() {
    Model model = rich(head("size", "encoder/dense_2", dense(1)));
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    float[] heard = new float[8];
    Arrays.fill(heard, 2, 6, 1);
    weights.put("encoder/dense_3/kernel", Tensor.full(Shape.of(8, 3), 0));
    weights.put("heads/size/dense_1/kernel", Tensor.of(Shape.of(8, 1), heard));
    Model deaf = model.with(weights, model.history());
    assertThat(new CutOffUnits().of(deaf)).containsEntry("encoder/dense_2", 4L);
    assertThat(halfOf(deaf, UnitCriterion.MAGNITUDE).weight("heads/size/dense_1/kernel"))
        .isEqualTo(Tensor.full(Shape.of(4, 1), 1));
  }

  @Test
  void unitsThatAHeadUsesInAnotherWayStay() {
    Model model =
        rich(head("kind", "encoder/dense_1", Map.of("reshape", Map.of("shape", List.of(5, 2)))));
    Model smaller = halfOf(model, UnitCriterion.MAGNITUDE);
    assertThat(widths(smaller)).containsEntry("encoder/dense_1", 10);
    assertThat(widths(smaller)).containsEntry("encoder/dense_2", 4);
    assertThatThrownBy(
            () ->
                new RankedUnitPruner(
                        UnitCriterion.MAGNITUDE, 0.5, Scope.LAYER, List.of("encoder/dense_1"))
                    .apply(model, engine, richRows(), 5))
        .hasMessageContaining("exclude: no layer encoder/dense_1 with hidden units");
  }

  @Test
  void axesAreCutAnywhere() {
    Tensor tensor = Tensor.of(Shape.of(2, 3, 2), 0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(UnitRemoval.cut(tensor, 1, new int[] {0, 2}))
        .isEqualTo(Tensor.of(Shape.of(2, 2, 2), 0f, 1, 4, 5, 6, 7, 10, 11));
    assertThat(UnitRemoval.cut(tensor, 0, new int[] {1}))
        .isEqualTo(Tensor.of(Shape.of(1, 3, 2), 6f, 7, 8, 9, 10, 11));
  }

  @Test
  void anUnknownLayerIsRefusedWithTheNearestName() {
    assertThatThrownBy(() -> half(model(), UnitCriterion.MAGNITUDE, "encoder/dense_11"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "exclude: no layer encoder/dense_11 with hidden units; did you mean encoder/dense_1?");
  }
}
