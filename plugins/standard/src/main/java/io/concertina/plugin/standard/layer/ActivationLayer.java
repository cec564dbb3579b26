package io.concertina.plugin.standard.layer;

import io.concertina.config.Factory;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.StreamingLayer;
import java.util.List;
import java.util.Optional;

/**
 * A function as a layer of its own: y = f(x), of x's shape.
 *
 * @param function f
 */
record ActivationLayer(Activation function) implements FeatureLayer, StreamingLayer, MirroredLayer {

  static final Factory<ActivationLayer> FACTORY =
      Factory.of(
          "activation",
          ActivationLayer.class,
          settings -> new ActivationLayer(settings.plugin("function", Activation.class)),
          (value, description) -> description.put("function", Activation.class, value.function));

  /** The mirror of the layer behind it has the function. */
  @Override
  public List<Layer> mirror(Site site) {
    return List.of();
  }

  @Override
  public Optional<Activation> activated() {
    return Optional.of(function);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    return function.apply(scope.ops(), x);
  }
}
