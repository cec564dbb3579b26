package io.concertina.plugin.recurrent;

import io.concertina.layer.Layer;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.UnitLayer;
import io.concertina.plugin.standard.layer.Dense;
import io.concertina.plugin.standard.layer.Layers;
import java.util.ArrayList;
import java.util.List;

/** A layer over sequences [batch, time, features] that can read them from either end. */
public interface SequenceLayer extends UnitLayer, MirroredLayer {

  @Override
  SequenceLayer withUnits(int units);

  /** The same layer, reading from the other end. */
  SequenceLayer reversed();

  /** The same layer with the state of every step as its output. */
  SequenceLayer returnSequences();

  /** How wide the output of as many units is. */
  int width(int units);

  /**
   * The same layer over sequences, as wide as what it read. The last one keeps its units: a map to
   * the width of the output follows.
   */
  @Override
  default List<Layer> mirror(Site site) {
    List<Layer> layers = new ArrayList<>();
    if (!returnsSequences()) {
      layers.add(new Repeat(site.in().dim(0).size()));
    }
    int wanted = site.in().last().size();
    int share = Math.max(1, wanted / width(1));
    boolean exact = !site.last() && width(share) == wanted;
    layers.add((exact ? withUnits(share) : this).returnSequences());
    if (!exact) {
      Dense map = site.last() ? Layers.dense() : Layers.dense(wanted);
      layers.add(site.before().map(map::activation).orElse(map));
    }
    return layers;
  }

  /** Whether its output has a time axis, each step at its own position. */
  boolean returnsSequences();
}
