package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.layer.Layer;

/**
 * A layer with its name in a stack.
 *
 * @param name letters, digits, dashes and underscores; unique in the stack
 * @param layer the layer
 */
public record NamedLayer(String name, Layer layer) {
  public NamedLayer {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new ConfigurationException("layer name", "letters, digits, - and _", name);
    }
  }
}
