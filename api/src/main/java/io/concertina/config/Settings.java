package io.concertina.config;

import io.concertina.ConfigurationException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads the settings of one object out of a configuration tree of maps, lists, strings, numbers and
 * truth values.
 *
 * <p>Strings are accepted where a number or truth value is asked for, since some file formats know
 * nothing else. Every key that is never asked for is an error in {@link #finish}, with the nearest
 * known name.
 */
public final class Settings {

  private final String path;
  private final Map<String, Object> values;
  private final Makers makers;
  private final Set<String> asked = new HashSet<>();

  /**
   * Settings at a place of a configuration.
   *
   * @param path where they stand, for messages
   * @param values the tree
   * @param makers make the objects that settings name
   */
  public Settings(String path, Map<String, Object> values, Makers makers) {
    this.path = path;
    this.values = new LinkedHashMap<>(values);
    this.makers = makers;
  }

  /** Where the settings stand, for messages. */
  public String path() {
    return path;
  }

  /** Make the objects that settings name. */
  public Makers makers() {
    return makers;
  }

  /** The full name of a key, for messages. */
  public String where(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The keys that have a value. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** True if the key has a value. */
  public boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /** The raw value of a key, which must be there. */
  public Object value(String key) {
    asked.add(key);
    Object value = values.get(key);
    if (value == null) {
      throw new ConfigurationException(where(key), "a value", "none");
    }
    return value;
  }

  /** A whole number that must be there. */
  public int integer(String key) {
    double number = number(key);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw new ConfigurationException(where(key), "a whole number", number);
    }
    return (int) number;
  }

  /** A whole number. */
  public int integer(String key, int fallback) {
    return has(key) ? integer(key) : fallback;
  }

  /** A whole number of 64 bits. */
  public long longInteger(String key, long fallback) {
    if (!has(key)) {
      return fallback;
    }
    Object value = value(key);
    try {
      return value instanceof Long || value instanceof Integer
          ? ((Number) value).longValue()
          : Long.parseLong(value.toString().strip());
    } catch (NumberFormatException _) {
      throw new ConfigurationException(where(key), "a whole number", value);
    }
  }

  /** A number that must be there. */
  public double number(String key) {
    Object value = value(key);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.parseDouble(String.valueOf(value).strip());
    } catch (NumberFormatException _) {
      throw new ConfigurationException(where(key), "a number", value);
    }
  }

  /** A number. */
  public double number(String key, double fallback) {
    return has(key) ? number(key) : fallback;
  }

  /** A truth value. */
  public boolean flag(String key, boolean fallback) {
    if (!has(key)) {
      return fallback;
    }
    Object value = value(key);
    return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigurationException(where(key), "true or false", value);
    };
  }

  /** A string that must be there. */
  public String text(String key) {
    Object value = value(key);
    if (value instanceof Map || value instanceof List) {
      throw new ConfigurationException(where(key), "a single value", value);
    }
    return String.valueOf(value);
  }

  /** A string. */
  public String text(String key, String fallback) {
    return has(key) ? text(key) : fallback;
  }

  /** A constant of an enumeration, written in lower case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    if (!has(key)) {
      return fallback;
    }
    String name = text(key);
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> constant.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    where(key),
                    "one of "
                        + constants.stream().map(e -> e.name().toLowerCase(Locale.ROOT)).toList(),
                    name));
  }

  /** A list; a single value is a list of one. Empty if the key has no value. */
  public List<Object> list(String key) {
    if (!has(key)) {
      return List.of();
    }
    Object value = value(key);
    return value instanceof List<?> list ? List.copyOf(list) : List.of(value);
  }

  /** A list of whole numbers. Empty if the key has no value. */
  public List<Integer> integers(String key) {
    List<Object> list = list(key);
    return IntStream.range(0, list.size())
        .mapToObj(
            i -> new Settings(where(key), Map.of("" + i, list.get(i)), makers).integer("" + i))
        .toList();
  }

  /** The settings below a key; none if it has no value. */
  public Settings section(String key) {
    if (!has(key)) {
      return new Settings(where(key), Map.of(), makers);
    }
    return new Settings(where(key), map(where(key), value(key)), makers);
  }

  /**
   * A copy of a tree's map with string keys.
   *
   * @param path where it stands, for messages
   */
  public static Map<String, Object> map(String path, Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new ConfigurationException(path, "settings (key: value)", tree);
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  /** An object that a factory makes; the value is a name or a map from name to settings. */
  public <T> T plugin(String key, Class<T> kind) {
    return makers.create(kind, where(key), value(key));
  }

  /** An object that a factory makes. */
  public <T> T plugin(String key, Class<T> kind, T fallback) {
    return has(key) ? plugin(key, kind) : fallback;
  }

  /** Objects that factories make. Empty if the key has no value. */
  public <T> List<T> plugins(String key, Class<T> kind) {
    List<Object> list = list(key);
    return IntStream.range(0, list.size())
        .mapToObj(i -> makers.create(kind, where(key) + "[" + i + "]", list.get(i)))
        .toList();
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigurationException if there is a key that was never asked for
   */
  public void finish() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        throw new ConfigurationException(where(key) + ": unknown key; " + Names.advice(key, asked));
      }
    }
  }
}
