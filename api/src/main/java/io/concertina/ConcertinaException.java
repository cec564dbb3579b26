package io.concertina;

/**
 * Root of the errors that Concertina raises on purpose.
 *
 * <p>A message is one line that says where, what was expected, what came and what to do, for
 * instance {@code encoder/dense_2: kernel expects [batch, 64], got [batch, 32]; set units=64}.
 */
public abstract sealed class ConcertinaException extends RuntimeException
    permits ConfigurationException,
        DataException,
        DivergenceException,
        EngineException,
        ModelFormatException,
        ShapeException {

  private static final long serialVersionUID = 1L;

  ConcertinaException(String message) {
    super(message);
  }

  ConcertinaException(String message, Throwable cause) {
    super(message, cause);
  }

  static String sentence(String where, String expected, Object got) {
    return where + ": expected " + expected + ", got " + got;
  }
}
