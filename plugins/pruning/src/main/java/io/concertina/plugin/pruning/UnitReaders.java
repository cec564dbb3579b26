package io.concertina.plugin.pruning;

import io.concertina.data.Elements;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.PlacedLayer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells whether units that are followed along a chain of layers are read by others too. */
final class UnitReaders {

  private final List<PlacedLayer> graph;
  private final Set<String> shared;
  private final Set<String> results = new HashSet<>();
  private final List<List<PlacedLayer>> heads = new ArrayList<>();

  UnitReaders(Model model) {
    graph = model.spec().graph();
    shared = model.blueprint().shared();
    for (Elements.Part part : model.spec().parts()) {
      results.add("decoder/" + part.name());
    }
    for (Head head : model.spec().outputs().heads()) {
      String stack = UnitGroup.stack(head) + "/";
      heads.add(graph.stream().filter(layer -> layer.path().startsWith(stack)).toList());
    }
  }

  /** The layers of each head. */
  List<List<PlacedLayer>> heads() {
    return heads;
  }

  /**
   * Whether layers read each other only, one the one before it, and none of them is used again or
   * named after a stream, which it may reconstruct. First layers of heads that read one are left to
   * the caller.
   *
   * @param chain layers that pass units on, in order
   * @param reader the layer that takes them in
   */
  boolean areAlone(List<PlacedLayer> chain, PlacedLayer reader) {
    if (isShared(reader)) {
      return false;
    }
    for (int i = 0; i < chain.size(); i++) {
      PlacedLayer next = i + 1 < chain.size() ? chain.get(i + 1) : reader;
      String path = chain.get(i).path();
      boolean alone =
          next.from().equals(List.of(path))
              && !isShared(chain.get(i))
              && !results.contains(path)
              && graph.stream()
                  .filter(layer -> layer.from().contains(path))
                  .allMatch(layer -> layer.equals(next) || begins(layer));
      if (!alone) {
        return false;
      }
    }
    return true;
  }

  /** Whether a layer is the first of a head and reads nothing else. */
  private boolean begins(PlacedLayer layer) {
    return layer.from().size() == 1
        && heads.stream().anyMatch(head -> head.getFirst().path().equals(layer.path()));
  }

  private boolean isShared(PlacedLayer layer) {
    return shared.stream()
        .anyMatch(path -> path.equals(layer.path()) || path.startsWith(layer.path() + "/"));
  }
}
