package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Value;
import io.concertina.layer.InputCount;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.layer.StreamingLayer;
import java.util.List;

/**
 * A layer that came before once more, on other inputs, with the same weights: the gradients of all
 * its uses add up in them.
 *
 * <p>A penalty of the weights alone is counted once; noise is drawn anew. A layer with running
 * statistics is refused, since two inputs would each have their own.
 *
 * @param layer name in the same list, or a path such as {@code encoder/dense_1}
 */
record Shared(String layer) implements MergeLayer, StreamingLayer {

  static final Factory<Shared> FACTORY =
      Factory.of(
          "shared",
          Shared.class,
          settings -> new Shared(settings.text("layer")),
          (value, description) -> description.put("layer", value.layer));

  Shared {
    if (layer.isBlank()) {
      throw new ConfigurationException(
          "shared.layer",
          "the name of a layer before it, or a path such as encoder/dense_1",
          "none");
    }
  }

  @Override
  public InputCount inputs() {
    return InputCount.atLeast(1);
  }

  @Override
  public Value apply(LayerScope scope, List<Value> inputs) {
    return scope.again(layer, inputs);
  }
}
