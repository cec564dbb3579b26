package io.concertina.config;

/** Makes objects out of settings and describes them again; what a registry of plugins can do. */
public interface Makers {

  /**
   * Makes an object.
   *
   * @param kind what it should be, for instance {@code Layer.class}
   * @param path where the configuration stands, for messages
   * @param tree a name, or a map from one name to settings
   * @throws io.concertina.ConfigurationException if the name is unknown or a setting is wrong
   */
  <T> T create(Class<T> kind, String path, Object tree);

  /**
   * Describes an object: its factory's name, or a map from the name to its settings if it has any.
   *
   * @throws io.concertina.ConfigurationException if no factory makes objects of its class
   */
  <T> Object describe(Class<T> kind, T value);
}
