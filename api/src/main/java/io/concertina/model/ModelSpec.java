package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ir.Shape;
import io.concertina.layer.Layer;
import io.concertina.config.Makers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an autoencoder is made of: an encoder from samples to codes, a decoder back.
 *
 * @param sample shape of one sample, all sizes fixed
 * @param encoder layers from sample to code
 * @param decoder layers from code to reconstruction
 */
public record ModelSpec(Shape sample, List<NamedLayer> encoder, List<NamedLayer> decoder) {

  public ModelSpec {
    encoder = List.copyOf(encoder);
    decoder = List.copyOf(decoder);
    if (!sample.isFixed() || sample.rank() == 0 || sample.size() == 0) {
      throw new ConfigurationException("model.input", "fixed sizes of at least 1", sample);
    }
    unique("encoder", encoder);
    unique("decoder", decoder);
  }

  private static void unique(String stack, List<NamedLayer> layers) {
    Set<String> names = new HashSet<>();
    for (NamedLayer layer : layers) {
      if (!names.add(layer.name())) {
        throw new ConfigurationException(
            "model." + stack, "layers of different names", "two named " + layer.name());
      }
    }
  }

  /**
   * A specification whose layers are named after their class, without a last word {@code Layer},
   * and number: {@code dense_1} and on.
   */
  public static ModelSpec of(
      Shape sample, List<? extends Layer> encoder, List<? extends Layer> decoder) {
    return new ModelSpec(sample, named(encoder), named(decoder));
  }

  private static List<NamedLayer> named(List<? extends Layer> layers) {
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

  private static List<NamedLayer> stack(String path, List<?> trees, Makers makers) {
    Map<String, Integer> counts = new HashMap<>();
    List<NamedLayer> layers = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      Object tree = trees.get(i);
      String given = "";
      if (tree instanceof Map<?, ?> map
          && map.get("name") instanceof String name
          && map.size() == 2) {
        given = name;
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.remove("name");
        tree = rest;
      }
      Layer layer = makers.create(Layer.class, path + "[" + i + "]", tree);
      String automatic = name(layer, counts);
      layers.add(new NamedLayer(given.isEmpty() ? automatic : given, layer));
    }
    return layers;
  }

  /** The specification as a tree of maps, lists, strings and numbers. */
  public Map<String, Object> describe(Makers makers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("input", sample.dims().stream().map(dim -> (Object) dim.size()).toList());
    tree.put("encoder", describe(encoder, makers));
    tree.put("decoder", describe(decoder, makers));
    return tree;
  }

  private static List<Object> describe(List<NamedLayer> layers, Makers makers) {
    Map<String, Integer> counts = new HashMap<>();
    List<Object> trees = new ArrayList<>();
    for (NamedLayer named : layers) {
      Object tree = makers.describe(Layer.class, named.layer());
      if (!named.name().equals(name(named.layer(), counts))) {
        Map<String, Object> withName = new LinkedHashMap<>();
        withName.put("name", named.name());
        if (tree instanceof Map<?, ?> map) {
          map.forEach((key, value) -> withName.put(String.valueOf(key), value));
        } else {
          withName.put(String.valueOf(tree), Map.of());
        }
        tree = withName;
      }
      trees.add(tree);
    }
    return trees;
  }
}
