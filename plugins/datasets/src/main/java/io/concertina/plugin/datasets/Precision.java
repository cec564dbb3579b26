package io.concertina.plugin.datasets;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Notices columns whose different numbers become the same in 32 bits.
 *
 * <p>Each number is compared with the one before it in its column. Differences of a relative size
 * below 1e-12 are taken for traces of rounding. A column is named if a hundredth of the differences
 * is lost.
 */
final class Precision {

  private static final double TRACE = 1e-12;
  private static final int LOST_SHARE = 100;
  private static final MathContext ABOUT = new MathContext(4, RoundingMode.DOWN);

  private final double[] last;
  private final long[] different;
  private final long[] lost;

  /**
   * @param columns how many; 0 watches nothing
   */
  Precision(int columns) {
    this.last = new double[columns];
    this.different = new long[columns];
    this.lost = new long[columns];
    Arrays.fill(last, Double.NaN);
  }

  /** Sees a number of a column; NaN is passed over. */
  void see(int column, double value) {
    if (column >= last.length || Double.isNaN(value)) {
      return;
    }
    double before = last[column];
    if (Math.abs(value - before) > TRACE * Math.abs(value)) {
      different[column]++;
      if ((float) value == (float) before) {
        lost[column]++;
      }
    }
    last[column] = value;
  }

  /**
   * A line about a column, if there is something to say.
   *
   * @param place the file and the column
   * @param name of the column for the advice, or empty where columns have none
   */
  Optional<String> note(int column, String place, String name) {
    if (lost[column] == 0 || lost[column] * LOST_SHARE < different[column]) {
      return Optional.empty();
    }
    List<String> advice = new ArrayList<>();
    if (!name.isEmpty()) {
      advice.add(
          "subtract about as much (data.offset: {%s: %s})"
              .formatted(name, new BigDecimal(last[column]).round(ABOUT).doubleValue()));
      advice.add("leave it out (data.exclude)");
    } else {
      advice.add("subtract their mean before the file is written");
    }
    return Optional.of(
        place
            + ": 32 bits cannot tell neighbouring values near "
            + last[column]
            + " apart; "
            + String.join(" or ", advice));
  }
}
