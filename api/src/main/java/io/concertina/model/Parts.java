package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.data.Elements;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The streams that make up the feature {@link Schema#X} side by side, in a model. */
final class Parts {

  /** Names of inputs and outputs of a model's functions, which no stream can have. */
  private static final Set<String> TAKEN =
      Set.of(
          ModelFunctions.X,
          ModelFunctions.CODE,
          ModelFunctions.KEY,
          ModelFunctions.RECONSTRUCTION,
          ModelFunctions.SCORE,
          ModelFunctions.OBSERVED,
          ModelFunctions.FEATURES,
          ModelFunctions.SHARES,
          ModelFunctions.BEGINS,
          Schema.TARGET,
          Schema.CATEGORIES,
          Schema.LENGTH);

  private Parts() {}

  static List<Elements.Part> of(Schema rows) {
    return rows.find(Schema.X).map(stream -> stream.elements().parts()).orElse(List.of());
  }

  /** Checks names, and that a decoder with a layer per stream can be put together. */
  static void check(Schema rows, List<NamedLayer> decoder, Outputs outputs) {
    Map<String, Elements.Part> seen = new LinkedHashMap<>();
    for (Elements.Part part : of(rows)) {
      boolean twice = seen.put(part.name(), part) != null;
      if (twice || rows.find(part.name()).isPresent() || TAKEN.contains(part.name())) {
        throw new ConfigurationException(
            "data.streams", "names that nothing else has", part.name() + "; rename it");
      }
    }
    for (StreamSpec label : rows.of(StreamSpec.Role.LABEL)) {
      if (TAKEN.contains(label.name())) {
        throw new ConfigurationException(
            "data.labels", "names that nothing else has", label.name() + "; rename it");
      }
    }
    List<String> results = results(rows, decoder);
    if (results.isEmpty()) {
      return;
    }
    if (!rows.of(StreamSpec.Role.TARGET).isEmpty()) {
      throw new ConfigurationException(
          "model.decoder",
          "one result where data.target is reconstructed",
          "a layer for each of " + results);
    }
    boolean wider =
        outputs
            .likelihood()
            .filter(each -> !each.parameters(rows.x().shape()).equals(rows.x().shape()))
            .isPresent();
    if (wider) {
      throw new ConfigurationException(
          "model.decoder",
          "one result for a likelihood with more than a number per element",
          "a layer for each of " + results + "; end with a layer that gives them all");
    }
  }

  /** Names of the decoder's layers that each reconstruct a stream; none unless all do. */
  static List<String> results(Schema rows, List<NamedLayer> decoder) {
    List<String> names = of(rows).stream().map(Elements.Part::name).toList();
    Set<String> layers = Set.copyOf(decoder.stream().map(NamedLayer::name).toList());
    return layers.containsAll(names) ? names : List.of();
  }

  /** Numbers [batch, width] by stream. */
  static Map<String, Value> split(Ops ops, List<Elements.Part> parts, Value numbers) {
    Map<String, Value> split = new LinkedHashMap<>();
    int at = 0;
    for (Elements.Part part : parts) {
      split.put(part.name(), ops.slice(numbers, 1, at, part.width()));
      at += part.width();
    }
    return split;
  }

  /**
   * The results of the decoder's layers side by side.
   *
   * @throws ShapeException if one is not as wide as its stream
   */
  static Value joined(Ops ops, List<Elements.Part> parts, Map<String, Value> layers) {
    Value[] results = new Value[parts.size()];
    for (int i = 0; i < results.length; i++) {
      String path = "decoder/" + parts.get(i).name();
      Value result = layers.get(path);
      int width = parts.get(i).width();
      if (result == null || result.shape().rank() != 2 || !isWide(result, width)) {
        throw new ShapeException(
            path,
            "[batch, " + width + "] like the stream " + parts.get(i).name(),
            result == null ? "nothing" : result.shape());
      }
      results[i] = result;
    }
    return results.length == 1 ? results[0] : ops.concat(1, results);
  }

  private static boolean isWide(Value result, int width) {
    return result.shape().dim(1).isFixed() && result.shape().dim(1).size() == width;
  }
}
