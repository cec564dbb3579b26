package io.concertina.layer;

/**
 * A layer that makes units out of its input's features, so that units can be taken away.
 *
 * <p>A variable of two axes is [features, units], one of one axis is [units]; there are no others.
 */
public interface UnitLayer extends Layer {

  /**
   * The same layer with another number of units.
   *
   * @param units at least 1
   */
  UnitLayer withUnits(int units);
}
