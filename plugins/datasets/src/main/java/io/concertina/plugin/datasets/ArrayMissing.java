package io.concertina.plugin.datasets;

import io.concertina.data.CellRules;
import java.util.List;

/** Which numbers of an array are missing: NaN, and those that the options list. */
final class ArrayMissing {

  private final CellRules.Missing rule;
  private final List<String> spellings;
  private final double[] listed;

  ArrayMissing(CellRules rules) {
    this.rule = rules.missing();
    this.spellings = rules.spellings();
    this.listed = spellings.stream().filter(Cell::isNumber).mapToDouble(Cell::parse).toArray();
  }

  /** What to do about them. */
  CellRules.Missing rule() {
    return rule;
  }

  /** All that the options list. */
  List<String> spellings() {
    return spellings;
  }

  /** True if the options list any number. */
  boolean listsAny() {
    return listed.length > 0;
  }

  /** True if the options list a number, as it is or rounded to 32 bits. */
  boolean lists(double value) {
    for (double number : listed) {
      if (value == number || value == (float) number) {
        return true;
      }
    }
    return false;
  }
}
