package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.UnitLayer;
import io.concertina.model.Blueprint;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Takes hidden units out of a model: what is left is a smaller dense model. */
final class UnitRemoval {

  private UnitRemoval() {}

  /**
   * The model without some units: without their columns of the kernels that make them, their
   * entries of biases and statistics, and their rows of the kernels that take them in, those of
   * heads included. All else stays: streams, likelihood, scalings, plan.
   *
   * @param kept by the path of a layer, the units that stay, in order
   */
  static Model apply(Model model, List<UnitGroup> groups, Map<String, int[]> kept) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    Map<String, Tensor> masks = new LinkedHashMap<>(model.masks());
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (UnitGroup group : groups) {
      int[] stay = Objects.requireNonNull(kept.get(group.layer()), group.layer());
      group.widths().forEach((path, perUnit) -> widths.put(path, perUnit * stay.length));
      for (Map<String, Tensor> tensors : List.of(weights, masks)) {
        group
            .places()
            .forEach(
                place ->
                    tensors.computeIfPresent(
                        place.variable(), (_, tensor) -> place.cut(tensor, group.size(), stay)));
      }
    }
    ModelSpec spec = model.spec();
    ModelSpec smaller =
        new ModelSpec(
            spec.streams(),
            resized("encoder", spec.encoder(), widths),
            resized("decoder", spec.decoder(), widths),
            spec.outputs()
                .with(spec.outputs().heads().stream().map(head -> resized(head, widths)).toList()));
    return model.with(Blueprint.of(smaller, model.scalings()), weights, masks);
  }

  private static Head resized(Head head, Map<String, Integer> widths) {
    List<NamedLayer> layers = resized(UnitGroup.stack(head), head.layers(), widths);
    return new Head(head.name(), head.from(), layers, head.label());
  }

  private static List<NamedLayer> resized(
      String stack, List<NamedLayer> layers, Map<String, Integer> widths) {
    List<NamedLayer> resized = new ArrayList<>();
    for (NamedLayer named : layers) {
      Integer width = widths.get(stack + "/" + named.name());
      resized.add(
          width == null
              ? named
              : named.with(
                  switch (named.layer()) {
                    case UnitLayer layer -> layer.withUnits(width);
                    case FeatureLayer layer -> layer.withWidth(width);
                    default -> named.layer();
                  }));
    }
    return resized;
  }

  /** The chosen positions of an axis of a tensor. */
  static Tensor cut(Tensor tensor, int axis, int[] positions) {
    Shape shape = tensor.shape();
    int inner = shape.slice(axis + 1, shape.rank()).size();
    int size = shape.dim(axis).size();
    Shape smaller = shape.with(axis, Dim.of(positions.length));
    int[] sources =
        IntStream.range(0, smaller.size())
            .map(
                i -> {
                  int outer = i / inner / positions.length;
                  int position = positions[i / inner % positions.length];
                  return (outer * size + position) * inner + i % inner;
                })
            .toArray();
    return switch (tensor.dtype()) {
      case F32 -> {
        float[] elements = new float[sources.length];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = tensor.floatAt(sources[i]);
        }
        yield Tensor.view(smaller, elements);
      }
      case BOOL -> Tensor.ofBooleans(smaller, IntStream.of(sources).map(tensor::intAt).toArray());
      case I32 ->
          throw new ConfigurationException("unit removal", "weights or masks", tensor.type());
    };
  }
}
