package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.layer.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer with its name in a list of layers, and what it reads.
 *
 * @param name letters, digits, dashes and underscores; unique in the list
 * @param layer the layer
 * @param from what it reads: names of layers before it in the list, paths of layers of lists
 *     before, such as {@code encoder/dense_1}, {@code x} for the features as the first layer sees
 *     them, or {@code code}. Empty for the layer right before it; of the first layer of a list,
 *     that is x in the encoder, the code in the decoder, and what a head reads
 */
public record NamedLayer(String name, Layer layer, List<String> from) {
  public NamedLayer {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new ConfigurationException("layer name", "letters, digits, - and _", name);
    }
    from = List.copyOf(from);
  }

  /** A layer that reads the one before it. */
  public NamedLayer(String name, Layer layer) {
    this(name, layer, List.of());
  }

  /** The same layer, reading others than the one before it. */
  public NamedLayer from(String first, String... others) {
    List<String> sources = new ArrayList<>(List.of(others));
    sources.addFirst(first);
    return new NamedLayer(name, layer, sources);
  }

  /** Another layer in its place. */
  public NamedLayer with(Layer other) {
    return new NamedLayer(name, other, from);
  }
}
