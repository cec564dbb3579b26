package io.concertina.layer;

import io.concertina.ir.Value;
import java.util.List;

/**
 * A layer of several inputs, which a model names in {@code from}.
 *
 * <p>A model emits it through {@link #apply(LayerScope, List)} and only with as many inputs as
 * {@link #inputs} allows.
 */
public interface MergeLayer extends Layer {

  /** How many inputs it takes. */
  default InputCount inputs() {
    return InputCount.atLeast(2);
  }

  /**
   * Emits the layer.
   *
   * @param scope the model around the layer: operations, variables, randomness
   * @param inputs in the order in which the model names them, each [batch, ...]
   * @return the layer's output, [batch, ...]
   * @throws io.concertina.ShapeException if the inputs' shapes do not fit together
   */
  Value apply(LayerScope scope, List<Value> inputs);

  /** Emits the layer on one input. */
  @Override
  default Value apply(LayerScope scope, Value x) {
    return apply(scope, List.of(x));
  }
}
