package io.concertina.model;

import io.concertina.layer.Mode;
import java.util.Set;

/**
 * What a model's layers are emitted for.
 *
 * @param mode whether they are trained or used
 * @param masked names of the weights that layers see behind a mask
 * @param coefficients what the plan says of the layers' coefficients
 */
public record EmissionOptions(Mode mode, Set<String> masked, Coefficients coefficients) {

  public EmissionOptions {
    masked = Set.copyOf(masked);
  }

  /** The layers as they are used: weights are 0 where they are masked, so no mask appears. */
  public static EmissionOptions inference() {
    return new EmissionOptions(Mode.INFER, Set.of(), Coefficients.byLayers());
  }
}
