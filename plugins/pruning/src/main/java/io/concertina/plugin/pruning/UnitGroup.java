package io.concertina.plugin.pruning;

import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.UnitLayer;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.NamedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hidden units of a layer and everything that is about them.
 *
 * @param layer path of the layer that makes the units
 * @param output path of the layer whose output the next layer takes in
 * @param size how many units
 * @param incoming full name of the kernel [features, units]
 * @param outgoing full names of the kernels [units, ...] that take the units in: the next layer's,
 *     and those of heads that read the units
 * @param vectors full names of what there is per unit: biases, scales, running statistics
 */
record UnitGroup(
    String layer,
    String output,
    int size,
    String incoming,
    List<String> outgoing,
    List<String> vectors) {

  UnitGroup {
    outgoing = List.copyOf(outgoing);
    vectors = List.copyOf(vectors);
  }

  private record Placed(String path, Layer layer) {}

  /**
   * The groups of a model, in the order of its layers. The units of the code, of the reconstruction
   * and of predictions are none, nor are those before a layer that may use them in another way,
   * whether it is the next one or the first of a head.
   */
  static List<UnitGroup> of(Model model) {
    List<Placed> encoder = placed("encoder", model.spec().encoder());
    List<Placed> all =
        Stream.concat(encoder.stream(), placed("decoder", model.spec().decoder()).stream())
            .toList();
    List<UnitGroup> groups = new ArrayList<>(groups(model, all, encoder.size()));
    for (Head head : model.spec().outputs().heads()) {
      groups.addAll(groups(model, placed(head), 0));
    }
    return groups;
  }

  private static List<Placed> placed(String stack, List<NamedLayer> layers) {
    return layers.stream()
        .map(each -> new Placed(stack + "/" + each.name(), each.layer()))
        .toList();
  }

  private static List<Placed> placed(Head head) {
    return placed(stack(head), head.layers());
  }

  /** Where a head's layers stand. */
  static String stack(Head head) {
    return "heads/" + head.name();
  }

  /**
   * The groups of layers that follow each other.
   *
   * @param code how many of them make the code
   */
  private static List<UnitGroup> groups(Model model, List<Placed> all, int code) {
    List<UnitGroup> groups = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int next = reader(all, i + 1);
      boolean makesCode = i < code && next >= code;
      if (!makesCode && next < all.size() && all.get(i).layer() instanceof UnitLayer) {
        group(model, all.subList(i, next), all.subList(i + 1, all.size())).ifPresent(groups::add);
      }
    }
    return groups;
  }

  /** The first layer from a place on that does more than to change features one by one. */
  private static int reader(List<Placed> layers, int from) {
    int next = from;
    while (next < layers.size() && layers.get(next).layer() instanceof FeatureLayer) {
      next++;
    }
    return next;
  }

  /**
   * @param makers the layer that makes the units, and those behind it that change them one by one
   * @param behind all layers behind the first
   */
  private static Optional<UnitGroup> group(Model model, List<Placed> makers, List<Placed> behind) {
    List<String> outgoing = new ArrayList<>();
    List<String> vectors = new ArrayList<>(variables(model, makers.getFirst().path(), 1));
    boolean known = take(model, behind, outgoing, vectors);
    for (Head head : model.spec().outputs().heads()) {
      String from = head.from();
      if (makers.stream().anyMatch(layer -> from.equals(layer.path()))) {
        known &= take(model, placed(head), outgoing, vectors);
      } else {
        // What a layer hands out from inside may be of any form.
        known &= makers.stream().noneMatch(layer -> from.startsWith(layer.path() + "/"));
      }
    }
    String incoming = kernel(model, makers.getFirst().path());
    return known
        ? Optional.of(
            new UnitGroup(
                makers.getFirst().path(),
                makers.getLast().path(),
                model.weight(incoming).shape().last().size(),
                incoming,
                outgoing,
                vectors))
        : Optional.empty();
  }

  /**
   * Finds what takes units in.
   *
   * @param layers that the units pass
   * @return false if they are used in a way that is not known
   */
  private static boolean take(
      Model model, List<Placed> layers, List<String> outgoing, List<String> vectors) {
    int reader = reader(layers, 0);
    if (reader == layers.size() || !(layers.get(reader).layer() instanceof UnitLayer)) {
      return false;
    }
    layers.subList(0, reader).forEach(each -> vectors.addAll(variables(model, each.path(), 1)));
    outgoing.add(kernel(model, layers.get(reader).path()));
    return true;
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
