package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.layer.MirroredLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Derives a decoder from an encoder: the mirrors of its layers, last to first. */
public final class Mirror {

  /** What a configuration says in place of a decoder's layers. */
  public static final String WORD = "mirror";

  private Mirror() {}

  /**
   * The decoder of an encoder that is a list.
   *
   * @param streams what the encoder reads
   * @param outputs what the decoder's output means
   * @throws ConfigurationException if a layer has no mirror or names what it reads
   */
  public static List<NamedLayer> of(Schema streams, List<NamedLayer> encoder, Outputs outputs) {
    encoder.forEach(Mirror::require);
    Outputs plain = new Outputs(outputs.likelihood(), List.of());
    ModelSpec spec = new ModelSpec(streams, encoder, List.of(), plain);
    Scalings scalings =
        new Scalings(
            Preprocessing.none(spec.sample()),
            spec.target().map(t -> Preprocessing.none(t.shape())));
    Map<String, Value> values =
        new EmittedModel(spec, scalings, EmissionOptions.inference()).layers();
    List<Shape> shapes = new ArrayList<>(List.of(spec.sample()));
    values.forEach(
        (path, value) -> {
          if (path.indexOf('/') == path.lastIndexOf('/')) {
            shapes.add(value.shape().slice(1, value.shape().rank()));
          }
        });
    List<Layer> decoder = new ArrayList<>();
    for (int i = 0; i < encoder.size(); i++) {
      MirroredLayer layer = (MirroredLayer) encoder.get(i).layer();
      MirroredLayer.Site site =
          new MirroredLayer.Site(
              shapes.get(i), shapes.get(i + 1), before(encoder, i), decoder.isEmpty());
      decoder.addAll(0, layer.mirror(site));
    }
    if (decoder.isEmpty()) {
      throw new ConfigurationException(
          "model.encoder", "a layer to take back, for decoder: mirror", "none");
    }
    return ModelSpec.named(decoder);
  }

  private static void require(NamedLayer named) {
    String path = "model.encoder." + named.name();
    if (!named.from().isEmpty()) {
      throw new ConfigurationException(
          path,
          "layers that each read the one before, for decoder: mirror",
          "one with from; write the decoder's layers");
    }
    if (!(named.layer() instanceof MirroredLayer)) {
      throw new ConfigurationException(
          path,
          "a layer with a mirror, for decoder: mirror",
          named.layer().getClass().getSimpleName() + "; write the decoder's layers");
    }
  }

  private static Optional<Activation> before(List<NamedLayer> encoder, int index) {
    for (int i = index - 1; i >= 0; i--) {
      Optional<Activation> found = ((MirroredLayer) encoder.get(i).layer()).activated();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
