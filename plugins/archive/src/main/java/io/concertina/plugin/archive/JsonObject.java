package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import java.util.List;
import java.util.Map;

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
