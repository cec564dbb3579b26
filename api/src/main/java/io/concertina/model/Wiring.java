package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what each layer of a model reads. */
final class Wiring {

  private final Map<String, PlacedLayer> placed = new LinkedHashMap<>();
  private final Set<String> streams = new LinkedHashSet<>();

  private Wiring() {}

  /**
   * All layers in the order in which they are emitted.
   *
   * @throws ConfigurationException if one reads what does not come before it, or nothing reads one
   */
  static List<PlacedLayer> of(
      Schema rows, List<NamedLayer> encoder, List<NamedLayer> decoder, List<Head> heads) {
    Wiring wiring = new Wiring();
    wiring.streams.add(ModelFunctions.X);
    Parts.of(rows).forEach(part -> wiring.streams.add(part.name()));
    rows.of(StreamSpec.Role.LABEL).forEach(label -> wiring.streams.add(label.name()));
    wiring.list("encoder", encoder, ModelFunctions.X);
    wiring.streams.add(ModelFunctions.CODE);
    wiring.list("decoder", decoder, ModelFunctions.CODE);
    heads.forEach(head -> wiring.list("heads/" + head.name(), head.layers(), head.from()));
    List<PlacedLayer> graph = List.copyOf(wiring.placed.values());
    Set<String> read = wiring.read();
    Parts.results(rows, decoder).forEach(name -> read.add("decoder/" + name));
    if (!decoder.isEmpty() && !encoder.isEmpty() && !read.contains(ModelFunctions.CODE)) {
      requireRead("encoder/" + encoder.getLast().name(), read);
    }
    requireRead("encoder", encoder, read);
    requireRead("decoder", decoder, read);
    heads.forEach(head -> requireRead("heads/" + head.name(), head.layers(), read));
    return graph;
  }

  private void list(String stack, List<NamedLayer> layers, String first) {
    Set<String> later = new HashSet<>();
    layers.forEach(layer -> later.add(stack + "/" + layer.name()));
    String before = first;
    for (NamedLayer layer : layers) {
      String path = stack + "/" + layer.name();
      List<String> from = new ArrayList<>();
      for (String name : layer.from()) {
        from.add(source(stack, path, name, later));
      }
      placed.put(
          path, new PlacedLayer(path, layer.layer(), from.isEmpty() ? List.of(before) : from));
      later.remove(path);
      before = path;
    }
  }

  /** A layer of the own list comes before a stream of its name. */
  private String source(String stack, String path, String name, Set<String> later) {
    for (String full : List.of(stack + "/" + name, name)) {
      if (placed.containsKey(full)) {
        return full;
      }
      if (later.contains(full)) {
        throw new ConfigurationException(
            path + ".from",
            "a layer before it",
            full.equals(path) ? "itself" : name + ", which comes after it");
      }
    }
    if (streams.contains(name)) {
      return name;
    }
    throw new ConfigurationException(
        path + ".from: unknown layer or stream " + name + "; " + Names.advice(name, known(stack)));
  }

  /** What may be named in a list: its own layers by their names, others by their paths. */
  private Set<String> known(String stack) {
    Set<String> names = new LinkedHashSet<>(streams);
    for (String path : placed.keySet()) {
      names.add(path.startsWith(stack + "/") ? path.substring(stack.length() + 1) : path);
    }
    return names;
  }

  private Set<String> read() {
    Set<String> read = new HashSet<>();
    placed.values().forEach(layer -> read.addAll(layer.from()));
    return read;
  }

  /** The last layer of a list gives the list's result. */
  private static void requireRead(String stack, List<NamedLayer> layers, Set<String> read) {
    layers.stream()
        .limit(Math.max(0, layers.size() - 1))
        .forEach(layer -> requireRead(stack + "/" + layer.name(), read));
  }

  private static void requireRead(String path, Set<String> read) {
    if (read.stream().noneMatch(name -> name.equals(path) || name.startsWith(path + "/"))) {
      throw new ConfigurationException(
          path, "a layer that another one reads", "one that none reads; name it in a from");
    }
  }

  /** All names that layers read. */
  static Set<String> names(List<NamedLayer> encoder, List<NamedLayer> decoder) {
    Set<String> names = new HashSet<>();
    encoder.forEach(layer -> names.addAll(layer.from()));
    decoder.forEach(layer -> names.addAll(layer.from()));
    return names;
  }

  /**
   * Checks that the code, with labels, gives the reconstruction.
   *
   * @throws ConfigurationException if a layer of the decoder needs more
   */
  static void requireDecodable(Schema rows, List<PlacedLayer> decoder) {
    if (decoder.isEmpty()) {
      return;
    }
    Set<String> labels = new HashSet<>();
    rows.of(StreamSpec.Role.LABEL).forEach(label -> labels.add(label.name()));
    Set<String> needed = new HashSet<>(Set.of(decoder.getLast().path()));
    Parts.of(rows).forEach(part -> needed.add("decoder/" + part.name()));
    for (PlacedLayer layer : decoder.reversed()) {
      if (needed.contains(layer.path())) {
        for (String from : layer.from()) {
          boolean given = from.equals(ModelFunctions.CODE) || labels.contains(from);
          if (!given && !from.startsWith("decoder/")) {
            throw new ConfigurationException(
                layer.path(),
                "a decoder that needs the code "
                    + (labels.isEmpty() ? "" : "and labels ")
                    + "alone, to decode codes",
                "a layer that reads " + from + "; reconstruct rows instead");
          }
          needed.add(from);
        }
      }
    }
  }
}
