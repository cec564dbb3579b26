package io.concertina.plugin.pruning;

import io.concertina.layer.FeatureLayer;
import io.concertina.layer.UnitAxis;
import io.concertina.layer.UnitLayer;
import io.concertina.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows the units of a layer through those behind it, and collects what is about them. */
final class UnitWalk {

  private final Model model;
  private final String maker;
  private final int units;
  private final List<UnitPlace> made;
  private final Set<UnitPlace> outgoing = new LinkedHashSet<>();
  private final Set<UnitPlace> passed = new LinkedHashSet<>();

  /** Sizes of last axes by the path of the layer that sets them. */
  private final Map<String, Integer> widths = new LinkedHashMap<>();

  private int size;
  private int parts;
  private int copies = 1;

  /**
   * A walk that begins.
   *
   * @param maker path of the layer that makes the units
   */
  UnitWalk(Model model, String maker, UnitLayer layer) {
    this.model = model;
    this.maker = maker;
    parts = layer.parts();
    made = places(maker, layer, UnitAxis.Meaning.UNITS);
    outgoing.addAll(places(maker, layer, UnitAxis.Meaning.FED_BACK));
    List<UnitPlace> all = new ArrayList<>(made);
    all.addAll(outgoing);
    units =
        all.stream()
            .mapToInt(
                place ->
                    model.weight(place.variable()).shape().dim(place.axis()).size()
                        / place.copies())
            .min()
            .orElse(0);
    size = units;
    widths.put(maker, units);
  }

  /** Begins again behind the layer that makes the units. */
  void restart() {
    copies = 1;
  }

  /**
   * Goes through a layer.
   *
   * @return false if it does not leave units as they are
   */
  boolean pass(String path, FeatureLayer layer) {
    copies *= layer.copies();
    if (layer.width().isPresent()) {
      int width = layer.width().getAsInt();
      if (width < size * copies && copies == 1 && size % width == 0) {
        size = width;
      }
      if (width % (size * copies) != 0) {
        return false;
      }
      widths.put(path, width);
    }
    for (String variable : variables(path)) {
      int rank = model.weight(variable).shape().rank();
      UnitPlace place = new UnitPlace(variable, rank - 1, copies);
      if (!place.holds(model, size) || layer.parts() > 1 && place.rounds(model, size) > 1) {
        return false;
      }
      passed.add(place);
    }
    parts = parts / gcd(parts, layer.parts()) * layer.parts();
    return true;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * Ends at the layer that takes the units in.
   *
   * @return false if it does so in a way that is not known
   */
  boolean end(String path, UnitLayer layer) {
    List<UnitPlace> places =
        places(path, layer, UnitAxis.Meaning.FEATURES).stream()
            .map(place -> new UnitPlace(place.variable(), place.axis(), place.copies() * copies))
            .toList();
    outgoing.addAll(places);
    return !places.isEmpty() && places.stream().allMatch(place -> place.holds(model, size));
  }

  /**
   * What was found; empty if units cannot go.
   *
   * @param last path of the layer whose output the next layer takes in
   * @param copiesOfLast neighbours about the same unit in that output
   */
  Optional<UnitGroup> group(String last, int copiesOfLast) {
    boolean whole = made.stream().allMatch(place -> place.holds(model, units));
    boolean ofPositions = size < units;
    boolean inParts = parts == 1 || !ofPositions && size % parts == 0;
    if (made.isEmpty() || !whole || !inParts || ofPositions && size == 1) {
      return Optional.empty();
    }
    List<UnitPlace> kernels = new ArrayList<>();
    List<UnitPlace> vectors = new ArrayList<>(passed);
    for (UnitPlace place : made) {
      boolean isKernel = Targets.isKernel(place.variable(), model.weight(place.variable()).shape());
      (isKernel ? kernels : vectors).add(place);
    }
    Map<String, Integer> perUnit = new LinkedHashMap<>();
    widths.forEach((path, width) -> perUnit.put(path, width / size));
    return Optional.of(
        new UnitGroup(
            maker,
            new UnitGroup.Output(last, copiesOfLast),
            size,
            parts,
            kernels,
            List.copyOf(outgoing),
            vectors,
            perUnit));
  }

  /** Neighbours about the same unit where the walk is. */
  int copies() {
    return copies;
  }

  private List<UnitPlace> places(String path, UnitLayer layer, UnitAxis.Meaning meaning) {
    List<UnitPlace> places = new ArrayList<>();
    for (String variable : variables(path)) {
      List<UnitAxis> axes =
          layer.axes(variable.substring(path.length() + 1), model.weight(variable).shape().rank());
      for (int axis = 0; axis < axes.size(); axis++) {
        if (axes.get(axis).meaning() == meaning) {
          places.add(new UnitPlace(variable, axis, axes.get(axis).copies()));
        }
      }
    }
    return places;
  }

  private List<String> variables(String path) {
    return model.weights().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(path + "/"))
        .filter(entry -> entry.getValue().shape().rank() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
