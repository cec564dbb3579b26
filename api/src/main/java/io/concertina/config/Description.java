package io.concertina.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the settings that describe an object, in order. */
public final class Description {

  private final Makers makers;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** An empty description whose objects these makers describe. */
  public Description(Makers makers) {
    this.makers = makers;
  }

  /** A number, truth value, string or list of them. */
  public Description put(String key, Object value) {
    values.put(key, value instanceof Collection<?> list ? List.copyOf(list) : value);
    return this;
  }

  /** An object that a factory of the given kind describes. */
  public <T> Description put(String key, Class<T> kind, T value) {
    return put(key, makers.describe(kind, value));
  }

  /** Objects that factories of the given kind describe. */
  public <T> Description put(String key, Class<T> kind, List<? extends T> objects) {
    return put(key, objects.stream().map(object -> makers.describe(kind, object)).toList());
  }

  /** The settings so far, in order. */
  public Map<String, Object> values() {
    return values;
  }
}
