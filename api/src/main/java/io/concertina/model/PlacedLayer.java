package io.concertina.model;

import io.concertina.layer.Layer;
import java.util.List;

/**
 * A layer at its place in the graph of a model.
 *
 * @param path for instance {@code encoder/dense_1} or {@code heads/kind/dense_1}
 * @param layer the layer
 * @param from what it reads, at least one: paths of layers that come before it, {@link
 *     ModelFunctions#X} for the features as the first layer sees them, {@link ModelFunctions#CODE}
 *     for the code
 */
public record PlacedLayer(String path, Layer layer, List<String> from) {
  public PlacedLayer {
    from = List.copyOf(from);
  }
}
