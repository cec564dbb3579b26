package io.concertina.plugin.pruning;

import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.UnitLayer;
import io.concertina.model.Model;
import io.concertina.model.NamedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hidden units of a layer and everything that is about them.
 *
 * @param layer path of the layer that makes the units
 * @param output path of the layer whose output the next layer takes in
 * @param size how many units
 * @param incoming full name of the kernel [features, units]
 * @param outgoing full name of the next layer's kernel [units, ...]
 * @param vectors full names of what there is per unit: biases, scales, running statistics
 */
record UnitGroup(
    String layer, String output, int size, String incoming, String outgoing, List<String> vectors) {

  UnitGroup {
    vectors = List.copyOf(vectors);
  }

  private record Placed(String path, Layer layer) {}

  /**
   * The groups of a model, in the order of its layers. The units of the code and of the
   * reconstruction are none, nor are those before a layer that may use them in another way.
   */
  static List<UnitGroup> of(Model model) {
    List<Placed> encoder = placed("encoder", model.spec().encoder());
    List<Placed> all =
        Stream.concat(encoder.stream(), placed("decoder", model.spec().decoder()).stream())
            .toList();
    List<UnitGroup> groups = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int next = i + 1;
      while (next < all.size() && all.get(next).layer() instanceof FeatureLayer) {
        next++;
      }
      boolean code = i < encoder.size() && next >= encoder.size();
      if (!code
          && next < all.size()
          && all.get(i).layer() instanceof UnitLayer
          && all.get(next).layer() instanceof UnitLayer) {
        groups.add(group(model, all.subList(i, next + 1)));
      }
    }
    return groups;
  }

  private static List<Placed> placed(String stack, List<NamedLayer> layers) {
    return layers.stream()
        .map(each -> new Placed(stack + "/" + each.name(), each.layer()))
        .toList();
  }

  private static UnitGroup group(Model model, List<Placed> layers) {
    Placed first = layers.getFirst();
    String incoming = kernel(model, first.path());
    List<String> vectors = new ArrayList<>();
    for (Placed placed : layers.subList(0, layers.size() - 1)) {
      vectors.addAll(variables(model, placed.path(), 1));
    }
    return new UnitGroup(
        first.path(),
        layers.get(layers.size() - 2).path(),
        model.weight(incoming).shape().last().size(),
        incoming,
        kernel(model, layers.getLast().path()),
        vectors);
  }

  private static String kernel(Model model, String path) {
    return variables(model, path, 2).getFirst();
  }

  private static List<String> variables(Model model, String path, int rank) {
    return model.weights().entrySet().stream()
        .filter(entry -> entry.getKey().matches(Pattern.quote(path) + "/[^/]+"))
        .filter(entry -> entry.getValue().shape().rank() == rank)
        .map(Map.Entry::getKey)
        .toList();
  }
}
