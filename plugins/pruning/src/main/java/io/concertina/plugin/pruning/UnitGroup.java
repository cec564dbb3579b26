package io.concertina.plugin.pruning;

import io.concertina.layer.FeatureLayer;
import io.concertina.layer.UnitLayer;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.PlacedLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hidden units of a layer and everything that is about them.
 *
 * @param layer path of the layer that makes the units
 * @param output what the next layer takes in
 * @param size how many units; fewer than the layer's where they become channels of positions
 * @param parts how many parts of them keep as many units each as the others
 * @param incoming kernels that make the units
 * @param outgoing kernels that take the units in: the next layer's, those of heads that read the
 *     units, and the layer's own where it feeds them back
 * @param vectors what there is per unit: biases, scales, running statistics
 * @param widths for each layer whose size is set, sizes per unit, by its path
 */
record UnitGroup(
    String layer,
    Output output,
    int size,
    int parts,
    List<UnitPlace> incoming,
    List<UnitPlace> outgoing,
    List<UnitPlace> vectors,
    Map<String, Integer> widths) {

  UnitGroup {
    incoming = List.copyOf(incoming);
    outgoing = List.copyOf(outgoing);
    vectors = List.copyOf(vectors);
    widths = Map.copyOf(widths);
  }

  /** All places that the units have. */
  List<UnitPlace> places() {
    return Stream.of(incoming, outgoing, vectors).flatMap(List::stream).toList();
  }

  /**
   * Where the units come out.
   *
   * @param layer path of the layer
   * @param copies neighbours about the same unit
   */
  record Output(String layer, int copies) {}

  /**
   * The groups of a model, in the order of its layers. No group has units of the code, of the
   * reconstruction, a stream's among them, or of a prediction; units whose next layer, or first
   * layer of a head, may use them in another way; units that several layers read; or units of a
   * layer that is used again.
   */
  static List<UnitGroup> of(Model model) {
    Map<String, List<PlacedLayer>> stacks = new LinkedHashMap<>();
    for (PlacedLayer layer : model.spec().graph()) {
      stacks.computeIfAbsent(stack(layer.path()), _ -> new ArrayList<>()).add(layer);
    }
    List<PlacedLayer> encoder = stacks.getOrDefault("encoder", List.of());
    List<PlacedLayer> chain = new ArrayList<>(encoder);
    chain.addAll(stacks.getOrDefault("decoder", List.of()));
    List<UnitGroup> groups = new ArrayList<>(groups(model, chain, encoder.size()));
    for (Head head : model.spec().outputs().heads()) {
      groups.addAll(groups(model, Objects.requireNonNull(stacks.get(stack(head))), 0));
    }
    return groups;
  }

  private static String stack(String path) {
    return path.substring(0, path.lastIndexOf('/'));
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
  private static List<UnitGroup> groups(Model model, List<PlacedLayer> all, int code) {
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

  /** The first layer from a place on that does more than to pass features on. */
  private static int reader(List<PlacedLayer> layers, int from) {
    int next = from;
    while (next < layers.size() && layers.get(next).layer() instanceof FeatureLayer) {
      next++;
    }
    return next;
  }

  /**
   * @param makers the layer that makes the units, and those behind it that pass them on
   * @param behind all layers behind the first
   */
  private static Optional<UnitGroup> group(
      Model model, List<PlacedLayer> makers, List<PlacedLayer> behind) {
    UnitLayer maker = (UnitLayer) makers.getFirst().layer();
    UnitWalk walk = new UnitWalk(model, makers.getFirst().path(), maker);
    UnitReaders readers = new UnitReaders(model);
    boolean known = take(walk, behind) && readers.areAlone(makers, behind.get(makers.size() - 1));
    int copies = walk.copies();
    for (List<PlacedLayer> head : readers.heads()) {
      String from = head.getFirst().from().getFirst();
      int read = makers.stream().map(PlacedLayer::path).toList().indexOf(from);
      if (read >= 0) {
        int end = reader(head, 0);
        List<PlacedLayer> layers = new ArrayList<>(makers.subList(1, read + 1));
        layers.addAll(head);
        known =
            known && take(walk, layers) && readers.areAlone(head.subList(0, end), head.get(end));
      } else {
        // What a layer hands out from inside may be of any form.
        known &= makers.stream().noneMatch(layer -> from.startsWith(layer.path() + "/"));
      }
    }
    return known ? walk.group(makers.getLast().path(), copies) : Optional.empty();
  }

  /**
   * Follows units to what takes them in.
   *
   * @param layers that the units pass
   * @return false if they are used in a way that is not known
   */
  private static boolean take(UnitWalk walk, List<PlacedLayer> layers) {
    int reader = reader(layers, 0);
    if (reader == layers.size() || !(layers.get(reader).layer() instanceof UnitLayer last)) {
      return false;
    }
    walk.restart();
    for (PlacedLayer each : layers.subList(0, reader)) {
      if (!walk.pass(each.path(), (FeatureLayer) each.layer())) {
        return false;
      }
    }
    return walk.end(layers.get(reader).path(), last);
  }
}
