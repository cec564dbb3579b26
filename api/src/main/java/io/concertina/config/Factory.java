package io.concertina.config;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Turns settings into an object and the object back into settings, so that a specification survives
 * from configuration file to model file.
 *
 * @param <T> what it makes
 */
public interface Factory<T> {

  /** The name in configurations: lower case with underscores, for instance {@code layer_norm}. */
  String name();

  /** The class of what it makes. */
  Class<T> type();

  /**
   * True if this factory describes the object; a registry asks the factories of the object's kind
   * until one does. Factories that make objects of one class under several names tell them apart
   * here.
   */
  default boolean describes(Object value) {
    return value.getClass() == type();
  }

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

  /**
   * The same factory for some of the objects of its class, for instance those of one rank.
   *
   * @param some tells which
   */
  default Factory<T> onlyFor(Predicate<T> some) {
    Factory<T> all = this;
    return new Factory<>() {
      @Override
      public String name() {
        return all.name();
      }

      @Override
      public Class<T> type() {
        return all.type();
      }

      @Override
      public boolean describes(Object value) {
        return all.describes(value) && some.test(type().cast(value));
      }

      @Override
      public T create(Settings settings) {
        return all.create(settings);
      }

      @Override
      public void describe(T value, Description description) {
        all.describe(value, description);
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
