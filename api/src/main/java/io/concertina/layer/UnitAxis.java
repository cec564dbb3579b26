package io.concertina.layer;

/**
 * What lies along an axis of a layer's variable.
 *
 * <p>Where it is something that is numbered, such as units, the axis has all numbers any number of
 * times: position (r · count + number) · copies + c is about that number for every r (gates of a
 * cell, positions of a flattened image) and every c below {@code copies}.
 *
 * @param meaning what is numbered
 * @param copies neighbours about the same number, at least 1
 */
public record UnitAxis(Meaning meaning, int copies) {

  /** Neither features nor units: elements of a window, for instance. */
  public static final UnitAxis OTHER = new UnitAxis(Meaning.OTHER, 1);

  /** The features of the layer's input. */
  public static final UnitAxis FEATURES = new UnitAxis(Meaning.FEATURES, 1);

  /** The layer's units. */
  public static final UnitAxis UNITS = new UnitAxis(Meaning.UNITS, 1);

  /** The layer's units of the step before, which it reads. */
  public static final UnitAxis FED_BACK = new UnitAxis(Meaning.FED_BACK, 1);

  /** What is numbered. */
  public enum Meaning {
    /** Neither features nor units. */
    OTHER,
    /** The features of the layer's input. */
    FEATURES,
    /** The layer's units. */
    UNITS,
    /** The layer's units of the step before, which it reads. */
    FED_BACK
  }
}
