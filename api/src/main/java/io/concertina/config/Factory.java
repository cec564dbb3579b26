package io.concertina.config;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Turns settings into an object and the object back into settings, so that a specification survives
 * from configuration file to model file.
 *
 * @param <T> what it makes
 */
public interface Factory<T> {

  /** The name in configurations: lower case with underscores, for instance {@code layer_norm}. */
  String name();

  /** The class of what it makes; a registry finds the factory of an object by it. */
  Class<T> type();

  /**
   * Makes an object.
   *
   * @throws io.concertina.ConfigurationException if a setting is missing, unknown or out of range
   */
  T create(Settings settings);

  /** Writes all settings of an object, such that {@link #create} makes an equal one. */
  void describe(T value, Description description);

  /**
   * A factory out of two functions.
   *
   * @param name name in configurations
   * @param type class of what it makes
   * @param create reads settings
   * @param describe writes settings
   */
  static <T> Factory<T> of(
      String name,
      Class<T> type,
      Function<Settings, T> create,
      BiConsumer<T, Description> describe) {
    return new Factory<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Class<T> type() {
        return type;
      }

      @Override
      public T create(Settings settings) {
        return create.apply(settings);
      }

      @Override
      public void describe(T value, Description description) {
        describe.accept(value, description);
      }
    };
  }

  /** A factory of something that has no settings. */
  static <T> Factory<T> of(String name, T value) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) value.getClass();
    return of(name, type, _ -> value, (_, _) -> {});
  }
}
