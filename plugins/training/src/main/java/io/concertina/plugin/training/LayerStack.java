package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Blueprint;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a deep autoencoder in pairs: a layer of the encoder with a kernel, and its
 * counterpart, as far from the decoder's end. Layers without a kernel stay with the one before
 * them, those in front with the first one.
 */
final class LayerStack {

  private static final String KEY = "training.pretrain";

  private final Blueprint blueprint;

  private LayerStack(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /**
   * Layers of one pair.
   *
   * @param encoder from the code before to this one
   * @param decoder back
   * @param seen shape of what the first of them reads
   */
  record Pair(List<NamedLayer> encoder, List<NamedLayer> decoder, Shape seen) {}

  /**
   * The pairs, the outermost first.
   *
   * @throws ConfigurationException if encoder and decoder are no stacks that mirror each other
   */
  static List<Pair> of(Blueprint blueprint) {
    return new LayerStack(blueprint).pairs();
  }

  private List<Pair> pairs() {
    ModelSpec spec = blueprint.spec();
    requireNumbers(spec.streams());
    List<List<NamedLayer>> down = blocks("encoder", spec.encoder(), spec.sample());
    List<List<NamedLayer>> up = blocks("decoder", spec.decoder(), blueprint.code());
    if (down.size() != up.size()) {
      throw new ConfigurationException(
          KEY,
          "as many layers with a kernel in the decoder as in the encoder, which has " + down.size(),
          up.size());
    }
    List<Pair> pairs = new ArrayList<>();
    Shape seen = spec.sample();
    for (int i = 0; i < down.size(); i++) {
      Pair pair = new Pair(down.get(i), up.get(up.size() - 1 - i), seen);
      if (i > 0) {
        requireBack(pair);
      }
      pairs.add(pair);
      seen = port("encoder", pair.encoder().getLast());
    }
    return pairs;
  }

  private static void requireNumbers(Schema streams) {
    List<String> others =
        streams.streams().stream()
            .filter(stream -> stream.role() != StreamSpec.Role.KEY)
            .filter(stream -> !isNumbers(stream))
            .map(StreamSpec::name)
            .toList();
    if (!others.isEmpty()) {
      throw new ConfigurationException(
          KEY, "a model of one stream of numbers", "one that has " + String.join(", ", others));
    }
  }

  private static boolean isNumbers(StreamSpec stream) {
    return stream.name().equals(Schema.X) && stream.kind() == StreamSpec.Kind.F32;
  }

  private void requireBack(Pair pair) {
    Shape back = port("decoder", pair.decoder().getLast());
    if (!back.equals(pair.seen())) {
      throw new ConfigurationException(
          KEY,
          "decoder/"
              + pair.decoder().getLast().name()
              + " to give "
              + pair.seen()
              + ", which encoder/"
              + pair.encoder().getFirst().name()
              + " reads",
          back);
    }
  }

  private Shape port(String stack, NamedLayer layer) {
    String path = stack + "/" + layer.name();
    Shape shape = blueprint.ports().get(path);
    if (shape == null) {
      throw new ConfigurationException(KEY, "a layer with an output of its own", path);
    }
    return shape;
  }

  private List<List<NamedLayer>> blocks(String stack, List<NamedLayer> layers, Shape first) {
    List<List<NamedLayer>> blocks = new ArrayList<>();
    List<NamedLayer> block = new ArrayList<>();
    boolean begun = false;
    Shape seen = first;
    for (NamedLayer layer : layers) {
      String path = stack + "/" + layer.name();
      if (!layer.from().isEmpty()) {
        throw new ConfigurationException(
            KEY, "layers that each read the one before", path + ", which reads " + layer.from());
      }
      Shape given = port(stack, layer);
      boolean kernel = hasKernel(path, given.size() != seen.size());
      if (kernel && begun) {
        blocks.add(block);
        block = new ArrayList<>();
      }
      begun |= kernel;
      block.add(layer);
      seen = given;
    }
    if (!begun) {
      throw new ConfigurationException(KEY, "a layer with a kernel in the " + stack, "none");
    }
    blocks.add(block);
    return blocks;
  }

  /** A layer that borrows its kernel has but a bias, and changes the size. */
  private boolean hasKernel(String path, boolean resizes) {
    return blueprint.variables().stream()
        .filter(variable -> variable.name().startsWith(path + "/"))
        .filter(variable -> variable.role() == Role.WEIGHT)
        .map(Variable::shape)
        .anyMatch(shape -> resizes || shape.rank() > 1);
  }
}
