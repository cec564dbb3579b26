package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Settings;
import java.util.List;
import java.util.Locale;

/**
 * Zeros around a sample's spatial axes, as configurations write them: {@code same}, {@code valid},
 * or numbers.
 */
public sealed interface Padding {

  /** No zeros: the window stays inside of the sample. */
  record Valid() implements Padding {}

  /**
   * As many zeros as give ⌈size / stride⌉ positions, an odd one behind: with stride 1 the size
   * stays.
   */
  record Same() implements Padding {}

  /**
   * Given numbers: one for every side, one per axis, or one before and one behind per axis.
   *
   * @param zeros at least 0 each
   */
  record Explicit(List<Integer> zeros) implements Padding {
    public Explicit {
      zeros = List.copyOf(zeros);
      if (zeros.isEmpty() || zeros.stream().anyMatch(number -> number < 0)) {
        throw new ConfigurationException("padding", "numbers of at least 0", zeros);
      }
    }

    /** Zeros in front of an axis of {@code rank}. */
    int before(int rank, int axis) {
      return zeros.size() == 2 * rank ? zeros.get(2 * axis) : both(axis);
    }

    /** Zeros behind an axis of {@code rank}. */
    int after(int rank, int axis) {
      return zeros.size() == 2 * rank ? zeros.get(2 * axis + 1) : both(axis);
    }

    private int both(int axis) {
      return zeros.get(zeros.size() == 1 ? 0 : axis);
    }
  }

  /** {@link Valid}. */
  static Padding valid() {
    return new Valid();
  }

  /** {@link Same}. */
  static Padding same() {
    return new Same();
  }

  /** {@link Explicit}. */
  static Padding of(Integer... zeros) {
    return new Explicit(List.of(zeros));
  }

  /** What the key {@code padding} says. */
  static Padding read(Settings settings, Padding fallback) {
    if (!settings.has("padding")) {
      return fallback;
    }
    if (settings.value("padding") instanceof String text) {
      switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "same" -> {
          return new Same();
        }
        case "valid" -> {
          return new Valid();
        }
        default -> {
          if (text.isBlank() || !Character.isDigit(text.strip().charAt(0))) {
            throw new ConfigurationException(
                settings.where("padding"),
                "same, valid, or zeros: one number, one per axis, or two per axis",
                text);
          }
        }
      }
    }
    return new Explicit(settings.integers("padding"));
  }

  /** The way back of {@link #read}. */
  default void describe(Description description) {
    switch (this) {
      case Valid _ -> description.put("padding", "valid");
      case Same _ -> description.put("padding", "same");
      case Explicit explicit -> description.put("padding", explicit.zeros());
    }
  }
}
