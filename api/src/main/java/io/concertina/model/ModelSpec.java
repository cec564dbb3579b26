package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.config.Makers;
import io.concertina.data.Elements;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.layer.Layer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an autoencoder is made of: an encoder from samples to codes, a decoder back.
 *
 * @param streams the features that it reads, and what it reconstructs instead where that is another
 *     stream. The feature {@link Schema#X} holds numbers, or classes (whole numbers of a known
 *     range, such as bytes of text), which the layers see as they are; {@link Schema#CATEGORIES}
 *     holds whole numbers, which the layers see as one-hot vectors behind the numbers. Keys are
 *     carried along to what is written
 * @param encoder layers from sample to code, which is the output of the last
 * @param decoder layers from code to reconstruction, which is the output of the last
 * @param outputs what the decoder's output means, and what is predicted beside it
 */
public record ModelSpec(
    Schema streams, List<NamedLayer> encoder, List<NamedLayer> decoder, Outputs outputs) {

  public ModelSpec {
    encoder = named("model.encoder", encoder);
    decoder = named("model.decoder", decoder);
    for (StreamSpec stream : streams.streams()) {
      boolean known =
          switch (stream.role()) {
            case FEATURE ->
                (stream.name().equals(Schema.X)
                        && (stream.kind() == StreamSpec.Kind.F32 || isOfClasses(stream)))
                    || (stream.name().equals(Schema.CATEGORIES)
                        && stream.kind() == StreamSpec.Kind.I32);
            case TARGET -> stream.kind() == StreamSpec.Kind.F32;
            case KEY -> true;
            case LENGTH -> stream.name().equals(Schema.LENGTH);
            case LABEL -> Wiring.names(encoder, decoder).contains(stream.name());
            case WEIGHT -> false;
          };
      if (!known) {
        throw new ConfigurationException(
            "model.input",
            "a feature x of numbers or classes, a feature categories of whole numbers, a target,"
                + " labels that layers read, lengths or keys",
            stream.role() + " " + stream.name());
      }
    }
    boolean several = streams.of(StreamSpec.Role.FEATURE).size() > 1;
    boolean target = !streams.of(StreamSpec.Role.TARGET).isEmpty();
    if (streams.find(Schema.X).filter(ModelSpec::isOfClasses).isPresent() && (several || target)) {
      throw new ConfigurationException(
          "model.input",
          "a feature x of classes alone",
          streams.streams().stream().map(StreamSpec::name).toList());
    }
    if (streams.of(StreamSpec.Role.TARGET).size() > 1) {
      throw new ConfigurationException(
          "model.input",
          "at most one target",
          streams.of(StreamSpec.Role.TARGET).stream().map(StreamSpec::name).toList());
    }
    if (streams.of(StreamSpec.Role.FEATURE).isEmpty()) {
      throw new ConfigurationException("model.input", "at least one feature", "none");
    }
    Parts.check(streams, decoder, outputs);
    Wiring.of(streams, encoder, decoder, outputs.heads());
  }

  /** A specification without heads whose decoder gives the reconstruction. */
  public ModelSpec(Shape sample, List<NamedLayer> encoder, List<NamedLayer> decoder) {
    this(features(sample), encoder, decoder, Outputs.plain());
  }

  private static Schema features(Shape sample) {
    if (!sample.isFixed() || sample.rank() == 0 || sample.size() == 0) {
      throw new ConfigurationException("model.input", "fixed sizes of at least 1", sample);
    }
    return Schema.of(StreamSpec.feature(Schema.X, sample));
  }

  /** All layers with what they read, each behind those that it reads, those of heads last. */
  public List<PlacedLayer> graph() {
    return Wiring.of(streams, encoder, decoder, outputs.heads());
  }

  /** The layers of one list: {@code encoder}, {@code decoder} or {@code heads/NAME}. */
  List<PlacedLayer> graph(String stack) {
    return graph().stream().filter(layer -> layer.path().startsWith(stack + "/")).toList();
  }

  /** All layers by their paths, those of heads included. */
  public Map<String, Layer> layers() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    graph().forEach(each -> layers.put(each.path(), each.layer()));
    return layers;
  }

  /** Shape of a raw sample of the feature {@link Schema#X}; [0] if there is none. */
  public Shape sample() {
    return streams.find(Schema.X).map(StreamSpec::shape).orElse(Shape.of(0));
  }

  /** The streams that make up the feature {@link Schema#X} side by side, where several do. */
  public List<Elements.Part> parts() {
    return streams.find(Schema.X).map(stream -> stream.elements().parts()).orElse(List.of());
  }

  /**
   * The streams of rows that a model of these layers knows: features, target, lengths and keys, and
   * the labels that layers read by their names.
   */
  public static Schema streams(Schema rows, List<NamedLayer> encoder, List<NamedLayer> decoder) {
    Set<String> read = Wiring.names(encoder, decoder);
    return new Schema(
        rows.streams().stream()
            .filter(
                stream ->
                    switch (stream.role()) {
                      case FEATURE, TARGET, KEY, LENGTH -> true;
                      case LABEL -> read.contains(stream.name());
                      case WEIGHT -> false;
                    })
            .toList());
  }

  /** The categories among the features. */
  public Optional<StreamSpec> categories() {
    return streams.find(Schema.CATEGORIES);
  }

  private static boolean isOfClasses(StreamSpec stream) {
    return stream.kind() == StreamSpec.Kind.I32 && stream.elements().range().isPresent();
  }

  /** The feature {@link Schema#X} where it holds classes, such as bytes of text. */
  public Optional<StreamSpec> classes() {
    return streams.find(Schema.X).filter(ModelSpec::isOfClasses);
  }

  /** How many steps of a row are real, where rows are padded sequences. */
  public Optional<StreamSpec> length() {
    return streams.find(Schema.LENGTH);
  }

  /** What is reconstructed instead of the features. */
  public Optional<StreamSpec> target() {
    return streams.of(StreamSpec.Role.TARGET).stream().findFirst();
  }

  /** Shape of the numbers that are reconstructed. */
  public Shape reconstructed() {
    return target().map(StreamSpec::shape).orElseGet(this::sample);
  }

  /** The same layers on other streams. */
  public ModelSpec on(Schema others) {
    return new ModelSpec(others, encoder, decoder, outputs);
  }

  /** The same layers on a numeric feature whose elements have names. */
  public ModelSpec withColumns(List<String> names) {
    Elements named = Elements.named(names);
    return on(
        new Schema(
            streams.streams().stream()
                .map(stream -> stream.name().equals(Schema.X) ? stream.with(named) : stream)
                .toList()));
  }

  /** The same layers with other outputs. */
  public ModelSpec with(Outputs others) {
    return new ModelSpec(streams, encoder, decoder, others);
  }

  static List<NamedLayer> named(String stack, List<NamedLayer> layers) {
    Set<String> names = new HashSet<>();
    for (NamedLayer layer : layers) {
      if (!names.add(layer.name())) {
        throw new ConfigurationException(
            stack, "layers of different names", "two named " + layer.name());
      }
    }
    return List.copyOf(layers);
  }

  /**
   * A specification whose layers are named after their class, without a last word {@code Layer},
   * and number: {@code dense_1} and on.
   */
  public static ModelSpec of(
      Shape sample, List<? extends Layer> encoder, List<? extends Layer> decoder) {
    return new ModelSpec(sample, named(encoder), named(decoder));
  }

  /** Layers with the names that they get when none are given. */
  public static List<NamedLayer> named(List<? extends Layer> layers) {
    Map<String, Integer> counts = new HashMap<>();
    return layers.stream().map(layer -> new NamedLayer(name(layer, counts), layer)).toList();
  }

  private static String name(Layer layer, Map<String, Integer> counts) {
    String words = words(layer.getClass().getSimpleName());
    String kind = words.chars().allMatch(ModelSpec::isOfName) && !words.isEmpty() ? words : "layer";
    return kind + "_" + counts.merge(kind, 1, Integer::sum);
  }

  /** The words of a class name in lower case, joined by underscores. */
  private static String words(String type) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < type.length(); i++) {
      char character = type.charAt(i);
      boolean begins = character >= 'A' && character <= 'Z';
      if (begins && i > 0 && type.charAt(i - 1) != '_' && isOfName(type.charAt(i - 1))) {
        words.append('_');
      }
      words.append(character);
    }
    String joined = words.toString();
    String bare = joined.endsWith("_Layer") ? joined.substring(0, joined.lastIndexOf('_')) : joined;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static boolean isOfName(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || character == '_';
  }

  /**
   * Reads the form that {@link #describe} writes.
   *
   * @param path where it stands, for messages
   * @param sample shape of one sample
   * @param encoder a list of layers, each a name or a map from its name to its settings, with an
   *     optional entry {@code name}
   * @param decoder likewise
   * @throws ConfigurationException if a layer is unknown or a setting is wrong
   */
  public static ModelSpec read(
      String path, Shape sample, List<?> encoder, List<?> decoder, Makers makers) {
    return new ModelSpec(
        sample,
        stack(path + ".encoder", encoder, makers),
        stack(path + ".decoder", decoder, makers));
  }

  /**
   * Reads one list of layers.
   *
   * @param path where it stands, for messages
   * @param trees layers, each a name or a map from its name to its settings, with optional entries
   *     {@code name}, and {@code from} for what it reads: a name or a list of names
   */
  public static List<NamedLayer> stack(String path, List<?> trees, Makers makers) {
    Map<String, Integer> counts = new HashMap<>();
    List<NamedLayer> layers = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      String where = path + "[" + i + "]";
      Object tree = trees.get(i);
      String given = "";
      List<String> from = List.of();
      if (tree instanceof Map<?, ?> map && map.size() > 1) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        if (rest.get("name") instanceof String name) {
          given = name;
          rest.remove("name");
        }
        if (rest.containsKey("from")) {
          from = sources(where + ".from", rest.remove("from"));
        }
        tree = rest;
      }
      Layer layer = makers.create(Layer.class, where, tree);
      String automatic = name(layer, counts);
      layers.add(new NamedLayer(given.isEmpty() ? automatic : given, layer, from));
    }
    return layers;
  }

  private static List<String> sources(String where, @Nullable Object tree) {
    List<?> names = tree instanceof List<?> list ? list : Collections.singletonList(tree);
    if (names.isEmpty() || !names.stream().allMatch(String.class::isInstance)) {
      throw new ConfigurationException(
          where, "the name of a layer or a list of names", String.valueOf(tree));
    }
    return names.stream().map(String.class::cast).toList();
  }

  /**
   * The layers as a tree of maps, lists, strings and numbers: {@code input}, the shape of the
   * numeric feature, {@code encoder} and {@code decoder}.
   */
  public Map<String, Object> describe(Makers makers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("input", sample().dims().stream().map(dim -> (Object) dim.size()).toList());
    tree.put("encoder", describe(encoder, makers));
    tree.put("decoder", describe(decoder, makers));
    return tree;
  }

  /** One list of layers in the form that {@link #stack} reads. */
  public static List<Object> describe(List<NamedLayer> layers, Makers makers) {
    Map<String, Integer> counts = new HashMap<>();
    List<Object> trees = new ArrayList<>();
    for (NamedLayer named : layers) {
      Object tree = makers.describe(Layer.class, named.layer());
      boolean renamed = !named.name().equals(name(named.layer(), counts));
      if (renamed || !named.from().isEmpty()) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (renamed) {
          entries.put("name", named.name());
        }
        if (tree instanceof Map<?, ?> map) {
          map.forEach((key, value) -> entries.put(String.valueOf(key), value));
        } else {
          entries.put(String.valueOf(tree), Map.of());
        }
        if (!named.from().isEmpty()) {
          entries.put("from", named.from().size() == 1 ? named.from().getFirst() : named.from());
        }
        tree = entries;
      }
      trees.add(tree);
    }
    return trees;
  }
}
