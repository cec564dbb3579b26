package io.concertina.layer;

/** What a layer is emitted for. */
public enum Mode {
  /** Noise and dropout are on, running statistics are updated. */
  TRAIN,
  /** The layer is a fixed map. */
  INFER
}
