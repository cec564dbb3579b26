package io.concertina.plugin.recurrent;

import io.concertina.layer.UnitLayer;

/** A layer over sequences [batch, time, features] that can read them from either end. */
public interface SequenceLayer extends UnitLayer {

  @Override
  SequenceLayer withUnits(int units);

  /** The same layer, reading from the other end. */
  SequenceLayer reversed();

  /** Whether its output has a time axis, each step at its own position. */
  boolean returnsSequences();
}
