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

  /** The first layer from a place on that does more than to pass features on. */
  private static int reader(List<Placed> layers, int from) {
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
  private static Optional<UnitGroup> group(Model model, List<Placed> makers, List<Placed> behind) {
    UnitLayer maker = (UnitLayer) makers.getFirst().layer();
    UnitWalk walk = new UnitWalk(model, makers.getFirst().path(), maker);
    boolean known = take(walk, behind);
    int copies = walk.copies();
    for (Head head : model.spec().outputs().heads()) {
      String from = head.from();
      int read = makers.stream().map(Placed::path).toList().indexOf(from);
      if (read >= 0) {
        List<Placed> layers = new ArrayList<>(makers.subList(1, read + 1));
        layers.addAll(placed(head));
        known = known && take(walk, layers);
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
  private static boolean take(UnitWalk walk, List<Placed> layers) {
    int reader = reader(layers, 0);
    if (reader == layers.size() || !(layers.get(reader).layer() instanceof UnitLayer last)) {
      return false;
    }
    walk.restart();
    for (Placed each : layers.subList(0, reader)) {
      if (!walk.pass(each.path(), (FeatureLayer) each.layer())) {
        return false;
      }
    }
    return walk.end(layers.get(reader).path(), last);
  }
}
