package io.concertina.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A layer that makes units (channels, filters) out of its input's features, so that units can be
 * taken away. The last axis of its output has the units, any number of times one after the other.
 */
public interface UnitLayer extends Layer {

  /**
   * The same layer with another number of units.
   *
   * @param units at least 1
   */
  UnitLayer withUnits(int units);

  /**
   * What lies along the axes of a variable. A layer whose variables are all about other things can
   * neither lose units nor take fewer features in.
   *
   * <p>As it stands: the last axis has units, the one before it features, others something else.
   *
   * @param variable its name within the layer
   * @param rank number of its axes, at least 1
   */
  default List<UnitAxis> axes(String variable, int rank) {
    List<UnitAxis> axes = new ArrayList<>(Collections.nCopies(rank, UnitAxis.OTHER));
    axes.set(rank - 1, UnitAxis.UNITS);
    if (rank > 1) {
      axes.set(rank - 2, UnitAxis.FEATURES);
    }
    return axes;
  }

  /** Of how many parts that lie behind each other each must keep as many units as the others. */
  default int parts() {
    return 1;
  }
}
