package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.config.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A JSON object whose members must be there and of the right type.
 *
 * @param where it stands, for messages
 * @param members by name
 */
record JsonObject(String where, Map<String, Object> members) {

  /** The object of a text. */
  static JsonObject read(String where, byte[] text) {
    return new JsonObject(where, JsonText.read(where, text));
  }

  /** True if there is a member of a name. */
  boolean has(String name) {
    return members.containsKey(name);
  }

  /**
   * Checks that there is nothing else.
   *
   * @throws ModelFormatException if there is; it tells the nearest of the names
   */
  void requireOnly(String... names) {
    List<String> known = List.of(names);
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new ModelFormatException(
            where + ": unknown key " + Excerpt.quoted(name) + "; " + Names.advice(name, known));
      }
    }
  }

  /** Any value. */
  Object value(String name) {
    return member(name, Object.class, "a value");
  }

  /** A string. */
  String text(String name) {
    return member(name, String.class, "a string");
  }

  /** A whole number. */
  long whole(String name) {
    Object value = member(name, Object.class, "a whole number");
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(name, "a whole number", value);
  }

  /** A whole number of 32 bits. */
  int integer(String name) {
    long whole = whole(name);
    if (whole != (int) whole) {
      throw wrong(name, "a whole number of 32 bits", whole);
    }
    return (int) whole;
  }

  /** A number; NaN and the infinities are strings. */
  double number(String name) {
    Object value = member(name, Object.class, "a number");
    return switch (value) {
      case Number number -> number.doubleValue();
      case String text when text.equals("NaN") -> Double.NaN;
      case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String text when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(name, "a number", value);
    };
  }

  /** A list. */
  List<?> list(String name) {
    return member(name, List.class, "a list");
  }

  /** The elements of a list, which are strings. */
  List<String> texts(String name) {
    JsonObject elements = elements(name);
    return elements.members().keySet().stream().map(elements::text).toList();
  }

  /** The elements of a list, which are lists of strings. */
  List<List<String>> listsOfTexts(String name) {
    JsonObject elements = elements(name);
    return elements.members().keySet().stream().map(elements::texts).toList();
  }

  /** The elements of a list, which are numbers. */
  List<Double> numbers(String name) {
    JsonObject elements = elements(name);
    return elements.members().keySet().stream().map(elements::number).toList();
  }

  /** A list as an object whose members are named by their places. */
  private JsonObject elements(String name) {
    List<?> list = list(name);
    Map<String, Object> places = LinkedHashMap.newLinkedHashMap(list.size());
    IntStream.range(0, list.size()).forEach(i -> places.put(Integer.toString(i), list.get(i)));
    return new JsonObject(where + "." + name, places);
  }

  /** An object below this one. */
  JsonObject object(String name) {
    return object(where + "." + name, member(name, Object.class, "an object"));
  }

  /** The elements of a list, which are objects. */
  List<JsonObject> objects(String name) {
    List<?> list = list(name);
    return list.stream().map(element -> object(where + "." + name, element)).toList();
  }

  private static JsonObject object(String where, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ModelFormatException(where, "an object", Excerpt.quoted(value));
    }
    @SuppressWarnings("unchecked") // JsonText makes maps with string keys only.
    Map<String, Object> members = (Map<String, Object>) map;
    return new JsonObject(where, members);
  }

  private <T> T member(String name, Class<T> type, String expected) {
    Object value = members.get(name);
    if (value == null) {
      throw new ModelFormatException(where, expected + " called " + name, "none");
    }
    if (!type.isInstance(value)) {
      throw wrong(name, expected, value);
    }
    return type.cast(value);
  }

  private ModelFormatException wrong(String name, String expected, Object value) {
    return new ModelFormatException(where + "." + name, expected, Excerpt.quoted(value));
  }
}
