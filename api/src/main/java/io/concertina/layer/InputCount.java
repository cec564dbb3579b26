package io.concertina.layer;

import io.concertina.ConfigurationException;

/**
 * How many inputs a layer takes.
 *
 * @param least at least 1
 * @param most at least {@code least}
 */
public record InputCount(int least, int most) {

  public InputCount {
    if (least < 1 || most < least) {
      throw new ConfigurationException(
          "inputs of a layer", "at least 1, and no fewer at most", least + " to " + most);
    }
  }

  /** So many and no others. */
  public static InputCount exactly(int count) {
    return new InputCount(count, count);
  }

  /** So many or more. */
  public static InputCount atLeast(int count) {
    return new InputCount(count, Integer.MAX_VALUE);
  }

  /** As many as a layer takes. */
  public static InputCount of(Layer layer) {
    return layer instanceof MergeLayer merge ? merge.inputs() : exactly(1);
  }

  /**
   * Checks how many inputs a layer is given.
   *
   * @param path of the layer
   * @throws ConfigurationException if it does not take so many
   */
  public void require(String path, int count) {
    if (count < least || count > most) {
      String advice =
          count < least
              ? "; name more in its from"
              : "; join them by a layer such as concat before it";
      throw new ConfigurationException(path, toString(), count + advice);
    }
  }

  @Override
  public String toString() {
    if (least == most) {
      return least == 1 ? "one input" : least + " inputs";
    }
    return most == Integer.MAX_VALUE
        ? "at least " + least + (least == 1 ? " input" : " inputs")
        : least + " to " + most + " inputs";
  }
}
