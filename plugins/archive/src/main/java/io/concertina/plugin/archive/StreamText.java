package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.data.Elements;
import io.concertina.data.Sequences;
import io.concertina.data.Steps;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.data.Windows;
import io.concertina.ir.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a stream is, as JSON; of its elements only what is known. */
final class StreamText {

  private static final String NAMES = "names";
  private static final String WORDS = "words";
  private static final String OFFSETS = "offsets";
  private static final String MISSING = "missing";
  private static final String RANGE = "range";
  private static final String WINDOWS = "windows";
  private static final String SEQUENCES = "sequences";
  private static final String PARTS = "parts";

  private StreamText() {}

  static Map<String, Object> tree(StreamSpec stream) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", stream.name());
    tree.put("role", word(stream.role()));
    tree.put("kind", word(stream.kind()));
    tree.put("shape", sizes(stream.shape()));
    Elements elements = stream.elements();
    putKnown(tree, NAMES, elements.names());
    putKnown(tree, WORDS, elements.words());
    putKnown(tree, OFFSETS, elements.offsets());
    putKnown(tree, MISSING, elements.missing());
    elements.range().ifPresent(range -> tree.put(RANGE, List.of(range.low(), range.high())));
    elements
        .steps()
        .ifPresent(
            steps -> {
              switch (steps) {
                case Windows windows -> tree.put(WINDOWS, tree(windows));
                case Sequences sequences -> tree.put(SEQUENCES, tree(sequences));
              }
            });
    putKnown(tree, PARTS, elements.parts().stream().map(StreamText::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(Elements.Part part) {
    return Map.of("name", part.name(), "width", part.width());
  }

  private static Elements.Part part(JsonObject tree) {
    tree.requireOnly("name", "width");
    return new Elements.Part(tree.text("name"), tree.integer("width"));
  }

  private static Map<String, Object> tree(Windows windows) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("size", windows.size());
    tree.put("stride", windows.stride());
    tree.put("scaling", word(windows.scaling()));
    windows.group().ifPresent(column -> tree.put("group", column));
    return tree;
  }

  private static Map<String, Object> tree(Sequences sequences) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("size", sequences.size());
    sequences.group().ifPresent(column -> tree.put("group", column));
    return tree;
  }

  private static Optional<Steps> steps(JsonObject tree) {
    if (tree.has(WINDOWS)) {
      return Optional.of(windows(tree.object(WINDOWS)));
    }
    return tree.has(SEQUENCES) ? Optional.of(sequences(tree.object(SEQUENCES))) : Optional.empty();
  }

  private static Sequences sequences(JsonObject tree) {
    tree.requireOnly("size", "group");
    return new Sequences(
        tree.integer("size"),
        tree.has("group") ? Optional.of(tree.text("group")) : Optional.empty());
  }

  private static Windows windows(JsonObject tree) {
    tree.requireOnly("size", "stride", "scaling", "group");
    return new Windows(
        tree.integer("size"),
        tree.integer("stride"),
        choice(tree, "scaling", Windows.Scaling.values()),
        tree.has("group") ? Optional.of(tree.text("group")) : Optional.empty());
  }

  private static void putKnown(Map<String, Object> tree, String key, List<?> facts) {
    if (!facts.isEmpty()) {
      tree.put(key, facts);
    }
  }

  /** The sizes of a shape. */
  static List<Integer> sizes(Shape shape) {
    return IntStream.of(shape.sizes()).boxed().toList();
  }

  static StreamSpec read(JsonObject tree) {
    tree.requireOnly(
        "name", "role", "kind", "shape", NAMES, WORDS, OFFSETS, MISSING, RANGE, WINDOWS, SEQUENCES,
        PARTS);
    Shape shape = Shape.of(SafetensorsHeader.sizes(tree.where() + ".shape", tree.list("shape")));
    Elements elements =
        new Elements(
            tree.has(NAMES) ? tree.texts(NAMES) : List.of(),
            tree.has(WORDS) ? tree.listsOfTexts(WORDS) : List.of(),
            tree.has(OFFSETS) ? finite(tree, OFFSETS) : List.of(),
            tree.has(MISSING) ? tree.texts(MISSING) : List.of(),
            tree.has(RANGE) ? Optional.of(range(tree)) : Optional.empty(),
            steps(tree),
            tree.has(PARTS)
                ? tree.objects(PARTS).stream().map(StreamText::part).toList()
                : List.of());
    return new StreamSpec(
        tree.text("name"),
        choice(tree, "role", StreamSpec.Role.values()),
        choice(tree, "kind", StreamSpec.Kind.values()),
        shape,
        elements);
  }

  private static ValueRange range(JsonObject tree) {
    List<Double> ends = finite(tree, RANGE);
    if (ends.size() != 2) {
      throw new ModelFormatException(tree.where() + "." + RANGE, "two numbers", ends.size());
    }
    return new ValueRange(ends.get(0), ends.get(1));
  }

  private static List<Double> finite(JsonObject tree, String key) {
    List<Double> numbers = tree.numbers(key);
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new ModelFormatException(tree.where() + "." + key, "finite numbers", number);
      }
    }
    return numbers;
  }

  private static <E extends Enum<E>> E choice(JsonObject tree, String key, E[] constants) {
    String text = tree.text(key);
    for (E constant : constants) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new ModelFormatException(
        tree.where() + "." + key,
        "one of " + List.of(constants).stream().map(StreamText::word).toList(),
        Excerpt.quoted(text));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
