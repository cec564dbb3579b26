package io.concertina.plugin.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.pruning.RankedUnitPruner.UnitCriterion;
import io.concertina.spi.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels of convolutions and units of cells go as hidden units of dense layers do. */
class ChannelRemovalTest {

  private static final Registry REGISTRY = Registry.load();

  private final Engine engine =
      REGISTRY.engine("native").open(EngineOptions.defaults().withThreads(1));

  @AfterEach
  void close() {
    engine.close();
  }

  private static Object layer(String name, Object... settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put((String) settings[i], settings[i + 1]);
    }
    return all.isEmpty() ? name : Map.of(name, all);
  }

  private static Object conv(String name, int filters, Object... more) {
    List<Object> settings = new ArrayList<>(List.of("filters", filters, "kernel_size", 3));
    settings.addAll(List.of("padding", "same", "activation", "relu"));
    settings.addAll(List.of(more));
    return layer(name, settings.toArray());
  }

  private static Arguments model(
      String name, Shape sample, List<Object> encoder, List<Object> decoder, String... layers) {
    ModelSpec spec = ModelSpec.read("model", sample, encoder, decoder, REGISTRY);
    Model initial = Model.initial(spec, Preprocessing.none(sample), 1);
    KeyedRandom random = KeyedRandom.of(7, "weights");
    Map<String, Tensor> weights = new LinkedHashMap<>();
    initial
        .weights()
        .forEach(
            (weight, tensor) -> {
              float[] values = tensor.toFloats();
              for (int i = 0; i < values.length; i++) {
                values[i] += 0.2f * random.nextFloat();
              }
              weights.put(weight, Tensor.of(tensor.shape(), values));
            });
    return Arguments.of(name, initial.with(weights, initial.history()), List.of(layers));
  }

  static Stream<Arguments> models() {
    return Stream.of(
        model(
            "1-d, from flattened positions to a code and back",
            Shape.of(12),
            List.of(
                layer("reshape", "shape", List.of(12, 1)),
                conv("conv1d", 6, "strides", 2),
                "batch_norm",
                conv("conv1d", 4, "strides", 2),
                "flatten",
                layer("dense", "units", 3)),
            List.of(
                layer("dense", "units", 12),
                layer("reshape", "shape", List.of(3, 4)),
                conv("conv1d_transpose", 6, "strides", 2),
                conv("conv1d_transpose", 1, "strides", 2),
                "flatten"),
            "encoder/conv_1",
            "encoder/conv_2",
            "decoder/dense_1",
            "decoder/transposed_conv_1"),
        model(
            "2-d, with pooling, norms and upsampling",
            Shape.of(8, 8, 2),
            List.of(
                conv("conv2d", 6),
                layer("max_pool", "pool_size", 2),
                "instance_norm",
                layer("spatial_dropout", "rate", 0.1),
                layer("depthwise_conv2d", "kernel_size", 3, "depth_multiplier", 2),
                conv("separable_conv2d", 4, "depth_multiplier", 2),
                "global_avg_pool",
                layer("dense", "units", 3)),
            List.of(
                layer("dense", "units", 64),
                layer("reshape", "shape", List.of(4, 4, 4)),
                layer("upsample", "size", 2),
                conv("separable_conv2d", 5),
                conv("conv2d", 2)),
            "encoder/conv_1",
            "encoder/separable_conv_1",
            "decoder/dense_1",
            "decoder/separable_conv_1"),
        model(
            "3-d, with groups",
            Shape.of(4, 4, 4, 2),
            List.of(
                conv("conv3d", 4, "groups", 2),
                conv("conv3d", 3),
                "flatten",
                layer("dense", "units", 2)),
            List.of(layer("dense", "units", 128), layer("reshape", "shape", List.of(4, 4, 4, 2))),
            "encoder/conv_1",
            "encoder/conv_2"),
        model(
            "cells",
            Shape.of(5, 3),
            List.of(
                layer("lstm", "units", 6, "return_sequences", true),
                layer("bidirectional", "layer", layer("gru", "units", 4)),
                layer("dense", "units", 3)),
            List.of(
                layer("dense", "units", 4),
                layer("repeat", "steps", 5),
                layer("gru", "units", 6, "return_sequences", true),
                layer("rnn", "units", 4, "return_sequences", true),
                layer("dense", "units", 3)),
            "encoder/recurrent_1",
            "encoder/bidirectional_1",
            "decoder/dense_1",
            "decoder/recurrent_1",
            "decoder/recurrent_2"));
  }

  /** Units that stay: all but the second of each part. */
  private static int[] stay(UnitGroup group) {
    int part = group.size() / group.parts();
    return IntStream.range(0, group.size()).filter(unit -> unit % part != 1).toArray();
  }

  /** Nobody listens to units that do not stay. */
  private static Model masked(Model model, List<UnitGroup> groups, Map<String, int[]> kept) {
    Map<String, Tensor> weights = new HashMap<>(model.weights());
    for (UnitGroup group : groups) {
      TreeSet<Integer> stay = new TreeSet<>();
      IntStream.of(kept.get(group.layer())).forEach(stay::add);
      for (UnitPlace place : group.outgoing()) {
        Tensor tensor = weights.get(place.variable());
        int step =
            place.copies() * tensor.shape().slice(place.axis() + 1, tensor.shape().rank()).size();
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
          values[i] = stay.contains(i / step % group.size()) ? values[i] : 0;
        }
        weights.put(place.variable(), Tensor.of(tensor.shape(), values));
      }
    }
    return model.with(weights, model.history());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void aModelWithoutSomeUnitsComputesWhatTheOneDoesInWhichNobodyHearsThem(
      String name, Model model, List<String> layers) {
    List<UnitGroup> groups = UnitGroup.of(model);
    assertThat(groups).extracting(UnitGroup::layer).containsExactlyElementsOf(layers);
    Map<String, int[]> kept = new HashMap<>();
    groups.forEach(group -> kept.put(group.layer(), stay(group)));
    Model masked = masked(model, groups, kept);
    Model smaller = UnitRemoval.apply(masked, groups, kept);
    Tensor x = rows(model, 3);
    try (Autoencoder large = Autoencoder.open(masked, engine);
        Autoencoder small = Autoencoder.open(smaller, engine)) {
      float[] expected = large.reconstruct(x).toFloats();
      float[] got = small.reconstruct(x).toFloats();
      assertThat(got).hasSameSizeAs(expected);
      for (int i = 0; i < got.length; i++) {
        assertThat(got[i])
            .isCloseTo(expected[i], within(1e-6f * Math.max(1, Math.abs(expected[i]))));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void everyCriterionRanksThem(String name, Model model, List<String> layers) {
    for (UnitCriterion criterion : UnitCriterion.values()) {
      Model smaller =
          new RankedUnitPruner(criterion, 0.5, Scope.LAYER, List.of())
              .apply(model, engine, MemoryDataset.of("rows", rows(model, 40)), 5);
      List<UnitGroup> before = UnitGroup.of(model);
      List<UnitGroup> after = UnitGroup.of(smaller);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i).size())
            .as(before.get(i).layer())
            .isLessThan(before.get(i).size())
            .isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(UnitCriterion.class)
  void groupsOfANormKeepAsManyChannelsEach(UnitCriterion criterion) {
    Model model =
        (Model)
            model(
                    "groups",
                    Shape.of(6, 2),
                    List.of(
                        conv("conv1d", 12),
                        layer("group_norm", "groups", 3),
                        "flatten",
                        layer("dense", "units", 2)),
                    List.of(layer("dense", "units", 12), layer("reshape", "shape", List.of(6, 2))))
                .get()[1];
    Model smaller =
        new RankedUnitPruner(criterion, 0.45, Scope.LAYER, List.of())
            .apply(model, engine, MemoryDataset.of("rows", rows(model, 40)), 5);
    assertThat(smaller.weight("encoder/group_norm_1/gamma").shape()).isEqualTo(Shape.of(6));
  }

  @Test
  void channelsThatGroupsOfTheNextKernelShareOutStay() {
    Model model =
        (Model)
            model(
                    "groups",
                    Shape.of(6, 2),
                    List.of(
                        conv("conv1d", 4),
                        conv("conv1d", 4, "groups", 2),
                        "flatten",
                        layer("dense", "units", 2)),
                    List.of(layer("dense", "units", 12), layer("reshape", "shape", List.of(6, 2))))
                .get()[1];
    assertThat(UnitGroup.of(model)).extracting(UnitGroup::layer).containsExactly("encoder/conv_2");
  }

  private static Tensor rows(Model model, int count) {
    KeyedRandom random = KeyedRandom.of(3, "rows");
    float[] elements = new float[count * model.spec().sample().size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return Tensor.of(model.spec().sample().prepend(Dim.of(count)), elements);
  }
}
