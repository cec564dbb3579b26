package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.config.Makers;
import io.concertina.config.Settings;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Greedy layer-wise pretraining of a stack of layers (Hinton and Salakhutdinov 2006; with noise
 * Vincent et al. 2010).
 *
 * <p>The encoder's i-th layer with weights and the decoder's i-th from its end make an autoencoder.
 * Each of them is trained on the codes of the one before, the first one on the rows; then the whole
 * model is trained from the weights that they found. Layers without a kernel belong to the layer
 * with one before them.
 *
 * @param epochs of each autoencoder, at least 1
 * @param noise what the input of each goes through; it is compared with the input without noise
 * @param loss of the codes; the rows have the loss of the plan
 */
public record Pretraining(int epochs, Optional<Layer> noise, Loss loss) {

  static final String KEY = "pretrain";

  private static final String LAYERS = "layers";

  public Pretraining {
    if (epochs < 1) {
      throw new ConfigurationException("training.pretrain.layers.epochs", "at least 1", epochs);
    }
  }

  /** Without noise. */
  public static Pretraining layers(int epochs, Loss loss) {
    return new Pretraining(epochs, Optional.empty(), loss);
  }

  /** With noise. */
  public Pretraining noise(Layer corruption) {
    return new Pretraining(epochs, Optional.of(corruption), loss);
  }

  /** Reads {@code layers}, or a map from it to settings. */
  static Pretraining read(Settings training) {
    Makers makers = training.makers();
    String where = training.where(KEY);
    Object tree = training.value(KEY);
    Map<String, Object> method =
        tree instanceof Map<?, ?> ? Settings.map(where, tree) : Map.of(tree.toString(), Map.of());
    if (!List.copyOf(method.keySet()).equals(List.of(LAYERS))) {
      throw new ConfigurationException(where, LAYERS, method.keySet());
    }
    Settings section = new Settings(where, method, makers).section(LAYERS);
    Object loss = section.has("loss") ? section.value("loss") : "mse";
    Optional<Layer> noise =
        section.has("noise")
            ? Optional.of(
                makers.create(Layer.class, section.where("noise"), noise(section.value("noise"))))
            : Optional.empty();
    Pretraining read =
        new Pretraining(
            section.integer("epochs", 10),
            noise,
            makers.create(Loss.class, section.where("loss"), loss));
    section.finish();
    return read;
  }

  /** A number is the share of elements that are 0. */
  private static Object noise(Object tree) {
    boolean number =
        tree instanceof Number || (tree instanceof String text && text.matches("[0-9.eE+-]+"));
    return number ? Map.of("masking_noise", Map.of("rate", tree)) : tree;
  }

  Map<String, Object> describe(Makers makers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("epochs", epochs);
    noise.ifPresent(layer -> tree.put("noise", makers.describe(Layer.class, layer)));
    tree.put("loss", makers.describe(Loss.class, loss));
    return Map.of(LAYERS, tree);
  }
}
