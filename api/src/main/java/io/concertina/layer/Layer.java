package io.concertina.layer;

import io.concertina.ir.Value;

/**
 * A step of an encoder or decoder.
 *
 * <p>A layer only emits operations; gradients, kernels and exporters follow from them. It keeps no
 * state of its own: a record of its settings is the usual form. It may be asked to emit itself many
 * times, also concurrently.
 */
public interface Layer {

  /**
   * Emits the layer.
   *
   * @param scope the model around the layer: operations, variables, randomness
   * @param x the layer's input, [batch, ...]
   * @return the layer's output, [batch, ...]
   * @throws io.concertina.ShapeException if the layer cannot take the input's shape
   */
  Value apply(LayerScope scope, Value x);
}
