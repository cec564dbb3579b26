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

  private static final Pattern DATE =
      Pattern.compile(
          "(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}"
              + "|\\d{1,2}:\\d{2})(?!\\d).*");

  /** Powers of ten that {@code double} holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Whole numbers up to here are exact as {@code double}. */
  private static final long EXACT = 1L << 53;

  /** The bits of a {@code double} that a {@code float} lacks, and what they are half-way. */
  private static final long LOST = 0x1FFF_FFFFL;

  private static final long HALF = 0x1000_0000L;

  private Cell() {}

  /** True if a cell is empty or says that its value is not there. */
  static boolean isMissing(String cell) {
    return MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
  }

  /** True if a cell is a decimal number or an infinity. */
  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell.strip()).matches();
  }

  /** True if a cell begins as a date or a time of day does. */
  static boolean isDate(String cell) {
    return DATE.matcher(cell.strip()).matches();
  }

  /** The number in a cell, rounded to nearest; NaN if there is none. */
  static double parse(String cell) {
    return parse(cell.toCharArray(), 0, cell.length());
  }

  /**
   * The number in a cell, rounded to nearest; NaN if there is none and infinite beyond the range.
   *
   * <p>A decimal m / 10ᵏ of up to 15 digits is one division of exact numbers, which rounds
   * correctly; all others go through {@link Double#parseDouble}.
   */
  static double parse(char[] buffer, int from, int count) {
    int end = from + count;
    int i = from;
    boolean negative = i < end && buffer[i] == '-';
    if (negative) {
      i++;
    }
    long mantissa = 0;
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
    double value = mantissa / POWERS[decimals];
    return negative ? -value : value;
  }

  private static double parseLong(String cell) {
    if (!isNumber(cell)) {
      return Double.NaN;
    }
    String number = cell.strip();
    if (Character.isLetter(number.charAt(number.length() - 1))) {
      return number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(number);
  }

  /**
   * The number in a cell rounded once to 32 bits. Rounding {@code value} a second time gives the
   * same, unless it lies half-way between two of them or is tiny: then the text decides.
   *
   * @param value what {@link #parse} made of the cell
   */
  static float round(double value, char[] buffer, int from, int count) {
    boolean safe =
        (Double.doubleToRawLongBits(value) & LOST) != HALF
            && !(Math.abs(value) < Float.MIN_NORMAL && value != 0);
    if (safe || Double.isNaN(value) || Double.isInfinite(value)) {
      return (float) value;
    }
    return Float.parseFloat(new String(buffer, from, count).strip());
  }
}
