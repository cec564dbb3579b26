package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ConfigurationException;
import io.concertina.spi.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that an object survives being written to a configuration and read back.
 *
 * @param <T> what the object is
 */
final class Configurations<T> {

  private static final String UNKNOWN = "testkit_no_such_key";

  private final Registry registry;
  private final Class<T> kind;

  Configurations(Registry registry, Class<T> kind) {
    this.registry = registry;
    this.kind = kind;
  }

  /** The object after a round trip through the tree of settings that a model file holds. */
  T roundTrip(T object) {
    return reread(object, registry.describe(kind, object));
  }

  /** The object after a round trip through a format that knows nothing but strings. */
  T roundTripAsText(T object) {
    return reread(object, asText(registry.describe(kind, object)));
  }

  private T reread(T object, Object tree) {
    T read = registry.create(kind, "testkit", tree);
    assertThat(read).isInstanceOf(object.getClass());
    assertThat(registry.describe(kind, read)).isEqualTo(registry.describe(kind, object));
    return read;
  }

  /** A key that the factory does not know is an error that names it. */
  void rejectsUnknownKeys(T object) {
    Object tree = registry.describe(kind, object);
    String name = tree instanceof Map<?, ?> map ? map.keySet().iterator().next() + "" : tree + "";
    Map<String, Object> settings = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> known) {
      known.forEach((key, value) -> settings.put(String.valueOf(key), value));
    }
    settings.put(UNKNOWN, 1);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> registry.create(kind, "testkit", Map.of(name, settings)))
        .withMessageContaining(UNKNOWN)
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
  }

  private static Object asText(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), asText(value)));
        yield copy;
      }
      case List<?> list -> list.stream().map(Configurations::asText).toList();
      case Object leaf -> String.valueOf(leaf);
    };
  }
}
