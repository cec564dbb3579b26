package io.concertina.layer;

/**
 * A layer that can follow a live stream: over a sequence [batch, time, ...] its output for a step
 * depends on that step and, through what it hands over ({@link LayerScope#handOver}), on the steps
 * before.
 *
 * <p>So the pieces of a sequence, one after the other, give what the whole sequence gives. A layer
 * that sees every step by itself, such as a map of the last axis, hands nothing over.
 */
public interface StreamingLayer extends Layer {

  /** Whether it follows streams with these settings; a layer that reads from the end does not. */
  default boolean streams() {
    return true;
  }
}
