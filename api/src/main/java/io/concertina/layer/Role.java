package io.concertina.layer;

/** What a variable is for. */
public enum Role {
  /** Changed by the optimiser along the loss gradient. */
  WEIGHT,
  /** Changed only by the layer's own updates, for instance running statistics. */
  STATE
}
