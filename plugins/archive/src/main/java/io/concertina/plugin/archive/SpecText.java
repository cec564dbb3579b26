package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.config.Makers;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model's specification as JSON: input shape, encoder and decoder, and where there is more to
 * say, streams, likelihood, heads and score.
 */
final class SpecText {

  private static final String INPUT = "input";
  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";
  private static final String STREAMS = "streams";
  private static final String LIKELIHOOD = "likelihood";
  private static final String HEADS = "heads";
  private static final String SCORE = "score";

  private SpecText() {}

  static Map<String, Object> tree(Model model, Makers makers) {
    Map<String, Object> tree = tree(model.spec(), makers);
    model.score().ifPresent(score -> tree.put(SCORE, makers.describe(Score.class, score.score())));
    return tree;
  }

  /** The oldest version of the format that can say it. */
  static int version(Model model) {
    return model.score().isPresent() ? Manifest.SCORES : version(model.spec());
  }

  private static int version(ModelSpec spec) {
    Stream<NamedLayer> ofHeads =
        spec.outputs().heads().stream().flatMap(head -> head.layers().stream());
    return Stream.of(spec.encoder().stream(), spec.decoder().stream(), ofHeads)
                .flatMap(layers -> layers)
                .allMatch(layer -> layer.from().isEmpty())
            && spec.parts().isEmpty()
        ? Manifest.STREAMS
        : Manifest.GRAPHS;
  }

  static Map<String, Object> tree(ModelSpec spec, Makers makers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(INPUT, StreamText.sizes(spec.sample()));
    tree.put(ENCODER, ModelSpec.describe(spec.encoder(), makers));
    tree.put(DECODER, ModelSpec.describe(spec.decoder(), makers));
    if (!isPlain(spec.streams())) {
      tree.put(STREAMS, spec.streams().streams().stream().map(StreamText::tree).toList());
    }
    Outputs outputs = spec.outputs();
    outputs
        .likelihood()
        .ifPresent(meaning -> tree.put(LIKELIHOOD, makers.describe(Loss.class, meaning)));
    if (!outputs.heads().isEmpty()) {
      tree.put(HEADS, outputs.heads().stream().map(head -> tree(head, makers)).toList());
    }
    return tree;
  }

  private static Map<String, Object> tree(Head head, Makers makers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", head.name());
    tree.put("from", head.from());
    tree.put("layers", ModelSpec.describe(head.layers(), makers));
    tree.put("label", StreamText.tree(head.label()));
    return tree;
  }

  /** True if there is nothing to say but the shape of the one feature. */
  private static boolean isPlain(Schema streams) {
    StreamSpec first = streams.streams().getFirst();
    return streams.streams().size() == 1
        && first.equals(StreamSpec.feature(Schema.X, first.shape()));
  }

  /**
   * Reads what {@link #tree} gave.
   *
   * @param version of the archive: those before 3 know but one feature
   * @param score the archive has what a score found
   */
  static ModelSpec read(JsonObject tree, int version, boolean score, Makers makers) {
    if (version < Manifest.STREAMS) {
      tree.requireOnly(INPUT, ENCODER, DECODER);
    } else if (!score) {
      tree.requireOnly(INPUT, ENCODER, DECODER, STREAMS, LIKELIHOOD, HEADS);
    } else {
      tree.requireOnly(INPUT, ENCODER, DECODER, STREAMS, LIKELIHOOD, HEADS, SCORE);
    }
    return new ModelSpec(
        streams(tree),
        ModelSpec.stack(Kind.SPEC + "." + ENCODER, tree.list(ENCODER), makers),
        ModelSpec.stack(Kind.SPEC + "." + DECODER, tree.list(DECODER), makers),
        new Outputs(
            tree.has(LIKELIHOOD) ? Optional.of(likelihood(tree, makers)) : Optional.empty(),
            tree.has(HEADS)
                ? tree.objects(HEADS).stream().map(head -> head(head, makers)).toList()
                : List.of()));
  }

  /** The score that a model has of its own. */
  static Score score(JsonObject tree, Makers makers) {
    return makers.create(Score.class, Kind.SPEC + "." + SCORE, tree.value(SCORE));
  }

  private static Schema streams(JsonObject tree) {
    String where = tree.where() + "." + INPUT;
    Shape input = Shape.of(SafetensorsHeader.sizes(where, tree.list(INPUT)));
    if (!tree.has(STREAMS)) {
      if (input.rank() == 0 || input.size() == 0) {
        throw new ModelFormatException(where, "sizes of at least 1", input);
      }
      return Schema.of(StreamSpec.feature(Schema.X, input));
    }
    Schema streams = new Schema(tree.objects(STREAMS).stream().map(StreamText::read).toList());
    Shape sample = streams.find(Schema.X).map(StreamSpec::shape).orElse(Shape.of(0));
    if (!input.equals(sample)) {
      throw new ModelFormatException(
          where, sample + ", as the stream " + Schema.X + " has it, or [0] without one", input);
    }
    return streams;
  }

  private static Likelihood likelihood(JsonObject tree, Makers makers) {
    Object settings = tree.value(LIKELIHOOD);
    Loss loss = makers.create(Loss.class, Kind.SPEC + "." + LIKELIHOOD, settings);
    if (!(loss instanceof Likelihood likelihood)) {
      throw new ModelFormatException(
          tree.where() + "." + LIKELIHOOD,
          "a loss that says what the decoder's output means",
          Excerpt.quoted(settings));
    }
    return likelihood;
  }

  private static Head head(JsonObject tree, Makers makers) {
    tree.requireOnly("name", "from", "layers", "label");
    String name = tree.text("name");
    return new Head(
        name,
        tree.text("from"),
        ModelSpec.stack(Kind.SPEC + "." + HEADS + "." + name, tree.list("layers"), makers),
        StreamText.read(tree.object("label")));
  }
}
