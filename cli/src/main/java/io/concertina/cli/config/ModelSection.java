package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Makers;
import io.concertina.config.Settings;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.loss.Loss;
import io.concertina.model.Head;
import io.concertina.model.Mirror;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.workflow.ModelDesign;
import java.util.ArrayList;
import java.util.List;

/**
 * The section {@code model} of a configuration, as trees: layers can be made once the rows are
 * known.
 *
 * @param encoder layers
 * @param decoder layers, or the word {@code mirror} for those that the encoder implies, perhaps
 *     with layers behind it
 * @param heads what is predicted beside the reconstruction
 */
public record ModelSection(List<Object> encoder, List<Object> decoder, List<HeadSection> heads) {

  /**
   * A head before the labels are known.
   *
   * @param name of the head
   * @param from the layer that it reads, or {@code code}
   * @param layers as trees
   * @param label name of the stream that it predicts
   */
  public record HeadSection(String name, String from, List<Object> layers, String label) {}

  static ModelSection read(Settings settings) {
    List<HeadSection> heads = new ArrayList<>();
    Settings section = settings.section("heads");
    for (String name : section.keys()) {
      Settings head = section.section(name);
      heads.add(
          new HeadSection(
              name,
              head.text("from", Head.CODE),
              head.list("layers"),
              head.text("label", Schema.LABEL)));
      head.finish();
    }
    ModelSection model =
        new ModelSection(layers(settings, "encoder"), layers(settings, "decoder"), heads);
    settings.finish();
    return model;
  }

  private static List<Object> layers(Settings model, String key) {
    List<Object> layers = model.list(key);
    if (layers.isEmpty()) {
      throw new ConfigurationException(model.where(key), "at least one layer", "none");
    }
    return layers;
  }

  /**
   * The specification for rows.
   *
   * @param rows what a training row is made of
   * @param loss of the reconstruction; a likelihood becomes part of the model
   */
  public ModelSpec spec(Schema rows, Loss loss, Makers makers) {
    Outputs outputs = ModelDesign.outputs(loss);
    List<NamedLayer> into = ModelSpec.stack("model.encoder", encoder, makers);
    List<NamedLayer> out = decoder(rows, into, outputs, makers);
    return new ModelSpec(
        ModelSpec.streams(rows, into, out),
        into,
        out,
        outputs.with(heads.stream().map(head -> head(head, rows, makers)).toList()));
  }

  private List<NamedLayer> decoder(
      Schema rows, List<NamedLayer> layers, Outputs outputs, Makers makers) {
    if (!decoder.getFirst().equals(Mirror.WORD)) {
      return ModelSpec.stack("model.decoder", decoder, makers);
    }
    Schema streams = ModelSpec.streams(rows, layers, List.of());
    List<NamedLayer> all = new ArrayList<>(Mirror.of(streams, layers, outputs));
    all.addAll(ModelSpec.stack("model.decoder", decoder.subList(1, decoder.size()), makers));
    return all;
  }

  private static Head head(HeadSection head, Schema rows, Makers makers) {
    StreamSpec label =
        rows.find(head.label())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "model.heads." + head.name() + ".label",
                        "a label of the rows, one of "
                            + rows.of(StreamSpec.Role.LABEL).stream()
                                .map(StreamSpec::name)
                                .toList(),
                        head.label() + "; set data.labels"));
    return new Head(
        head.name(),
        head.from(),
        ModelSpec.stack("model.heads." + head.name() + ".layers", head.layers(), makers),
        label);
  }
}
