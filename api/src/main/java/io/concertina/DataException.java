package io.concertina;

/**
 * Input data that is missing, damaged or of the wrong form; the message names file, row and column.
 */
public final class DataException extends ConcertinaException {

  private static final long serialVersionUID = 1L;

  /**
   * An error with a message of its own.
   *
   * @param message one line: where, expected, got, what to do
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * An error in the house form {@code where: expected ..., got ...}.
   *
   * @param where the place: a path in the model, a configuration key, a file with row and column
   * @param expected what would have been right
   * @param got what came instead
   */
  public DataException(String where, String expected, Object got) {
    super(sentence(where, expected, got));
  }

  /**
   * An error that another one caused.
   *
   * @param message one line: where, expected, got, what to do
   * @param cause the failure underneath
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
