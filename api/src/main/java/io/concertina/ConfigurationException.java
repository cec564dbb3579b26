package io.concertina;

/** A configuration value, a model specification or a name that cannot be used as given. */
public final class ConfigurationException extends ConcertinaException {

  private static final long serialVersionUID = 1L;

  /**
   * An error with a message of its own.
   *
   * @param message one line: where, expected, got, what to do
   */
  public ConfigurationException(String message) {
    super(message);
  }

  /**
   * An error in the house form {@code where: expected ..., got ...}.
   *
   * @param where the place: a path in the model, a configuration key, a file with row and column
   * @param expected what would have been right
   * @param got what came instead
   */
  public ConfigurationException(String where, String expected, Object got) {
    super(sentence(where, expected, got));
  }

  /**
   * An error that another one caused.
   *
   * @param message one line: where, expected, got, what to do
   * @param cause the failure underneath
   */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
