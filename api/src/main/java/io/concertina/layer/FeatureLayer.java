package io.concertina.layer;

import java.util.OptionalInt;

/**
 * A layer whose output has the features of its input, in their order, however many there are: the
 * last axis has them once, or any number of times one after the other.
 *
 * <p>The last axis of a variable is that of the output; others are not about features.
 */
public interface FeatureLayer extends Layer {

  /** Neighbours in the output that are about the same feature of the input. */
  default int copies() {
    return 1;
  }

  /** Of how many parts that lie behind each other each must keep as many features as the others. */
  default int parts() {
    return 1;
  }

  /** Size of the output's last axis if the layer fixes it; elements keep their order then. */
  default OptionalInt width() {
    return OptionalInt.empty();
  }

  /**
   * The same layer with another such size.
   *
   * @param width at least 1
   */
  default FeatureLayer withWidth(int width) {
    return this;
  }
}
