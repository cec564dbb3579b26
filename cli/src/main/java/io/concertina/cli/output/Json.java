package io.concertina.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.ConfigurationException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes JSON. Numbers that JSON has no notation for become null. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A tree of maps, lists, strings, numbers and truth values on one line. */
  public static String line(Object tree) {
    try {
      return MAPPER.writeValueAsString(finite(tree));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, indented. */
  public static String pretty(Object tree) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(finite(tree));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an object.
   *
   * @throws ConfigurationException if the text is none
   */
  public static Map<String, Object> map(String text) {
    try {
      return MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(
          "training settings in the model: " + e.getOriginalMessage(), e);
    }
  }

  private static @org.jspecify.annotations.Nullable Object finite(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), finite(value)));
        yield copy;
      }
      case Iterable<?> items -> {
        java.util.List<Object> copy = new java.util.ArrayList<>();
        items.forEach(item -> copy.add(finite(item)));
        yield copy;
      }
      case Double number when !Double.isFinite(number) -> null;
      case Float number when !Float.isFinite(number) -> null;
      default -> tree;
    };
  }
}
