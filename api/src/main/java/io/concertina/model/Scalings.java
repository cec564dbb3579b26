package io.concertina.model;

import io.concertina.data.Preprocessing;
import io.concertina.ir.Shape;
import java.util.Optional;

/**
 * How raw numbers become what a model sees, and back.
 *
 * @param x of the numeric feature
 * @param target of what is reconstructed instead of it, where the model has such a stream
 */
public record Scalings(Preprocessing x, Optional<Preprocessing> target) {

  /** The feature's scaling alone. */
  public static Scalings of(Preprocessing x) {
    return new Scalings(x, Optional.empty());
  }

  /** Raw values are left as they are. */
  public static Scalings none(Shape sample) {
    return of(Preprocessing.none(sample));
  }

  /** The scaling of what is reconstructed. */
  public Preprocessing reconstructed() {
    return target.orElse(x);
  }
}
