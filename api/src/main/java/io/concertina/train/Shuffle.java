package io.concertina.train;

/** In which order the rows of an epoch come. */
public enum Shuffle {
  /** Another order of all rows in each epoch; the rows must be readable in any order. */
  WHOLE,
  /**
   * Another order in each epoch within windows of consecutive rows, which suits rows of any number.
   */
  WINDOWS,
  /** As they stand. */
  NONE
}
