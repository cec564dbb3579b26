package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.data.StreamSpec;
import java.util.List;

/**
 * Layers that predict a label from the code or from any named layer of the model.
 *
 * @param name of the head and of its output
 * @param from {@link #CODE}, or the path of a layer whose output it reads
 * @param layers from there to the prediction, at least one
 * @param label the stream that it predicts, with the words that its numbers stand for
 */
public record Head(String name, String from, List<NamedLayer> layers, StreamSpec label) {

  /** Reads the code. */
  public static final String CODE = "code";

  public Head {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new ConfigurationException("model.heads", "names of letters, digits, - and _", name);
    }
    layers = ModelSpec.named("model.heads." + name, layers);
    if (layers.isEmpty()) {
      throw new ConfigurationException("model.heads." + name, "at least one layer", "none");
    }
    if (label.role() != StreamSpec.Role.LABEL) {
      throw new ConfigurationException("model.heads." + name, "a label to predict", label.role());
    }
  }
}
