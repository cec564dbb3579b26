package io.concertina.plugin.datasets;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** One cell of a table of numbers. */
final class Cell {

  /** What stands for a value that is not there, in lower case. */
  private static final Set<String> MISSING = Set.of("", "nan", "na", "n/a", "null");

  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?\\d++)?+|inf|infinity)",
          Pattern.CASE_INSENSITIVE);

  /** Powers of ten that {@code float} holds exactly. */
  private static final float[] POWERS = {
    1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  /** Whole numbers up to here are exact as {@code float}. */
  private static final int EXACT = 1 << 24;

  private Cell() {}

  /** True if a cell is empty or says that its value is not there. */
  static boolean isMissing(String cell) {
    return MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
  }

  /** True if a cell is a decimal number or an infinity. */
  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell.strip()).matches();
  }

  /**
   * The number in a cell, rounded to nearest; NaN if there is none and infinite beyond the range.
   *
   * <p>A short decimal m / 10ᵏ is one division of exact numbers, which rounds correctly; all others
   * go through {@link Float#parseFloat}.
   */
  static float parse(char[] buffer, int from, int count) {
    int end = from + count;
    int i = from;
    boolean negative = i < end && buffer[i] == '-';
    if (negative) {
      i++;
    }
    int mantissa = 0;
    int point = -1;
    int digits = 0;
    for (; i < end; i++) {
      char c = buffer[i];
      if (c >= '0' && c <= '9' && mantissa <= EXACT / 10 - 1) {
        mantissa = 10 * mantissa + (c - '0');
        digits++;
      } else if (c == '.' && point < 0) {
        point = i;
      } else {
        return parseLong(new String(buffer, from, count));
      }
    }
    int decimals = point < 0 ? 0 : end - 1 - point;
    if (digits == 0 || decimals >= POWERS.length) {
      return parseLong(new String(buffer, from, count));
    }
    float value = mantissa / POWERS[decimals];
    return negative ? -value : value;
  }

  private static float parseLong(String cell) {
    if (!isNumber(cell)) {
      return Float.NaN;
    }
    String number = cell.strip();
    if (Character.isLetter(number.charAt(number.length() - 1))) {
      return number.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    return Float.parseFloat(number);
  }
}
