package io.concertina;

/** A training run whose loss or weights stopped being finite numbers. */
public final class DivergenceException extends ConcertinaException {

  private static final long serialVersionUID = 1L;

  private final long step;
  private final String layer;

  /**
   * A divergence at a known place.
   *
   * @param step the training step, counted from 1, at which the first non-finite value appeared
   * @param layer the path of the layer (or {@code loss}) where it appeared
   * @param advice what to try, for instance a smaller learning rate
   */
  public DivergenceException(long step, String layer, String advice) {
    super(
        "step "
            + step
            + ", "
            + layer
            + ": expected finite numbers, got NaN or infinity; "
            + advice);
    this.step = step;
    this.layer = layer;
  }

  /** The training step, counted from 1. */
  public long step() {
    return step;
  }

  /** The path of the layer where the first non-finite value appeared. */
  public String layer() {
    return layer;
  }
}
