package io.concertina.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The epochs of a run, oldest first.
 *
 * @param epochs one entry per epoch
 */
public record History(List<Epoch> epochs) {
  public History {
    epochs = List.copyOf(epochs);
  }

  /** No epochs. */
  public static History empty() {
    return new History(List.of());
  }

  /** This history with one more epoch. */
  public History plus(Epoch epoch) {
    List<Epoch> longer = new ArrayList<>(epochs);
    longer.add(epoch);
    return new History(longer);
  }
}
