package io.concertina.engine.tensorflow;

/** Turns what TensorFlow throws into one line. */
final class Failures {

  private Failures() {}

  /** The first line of the message, or the kind of failure if there is none. */
  static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message).strip();
  }
}
