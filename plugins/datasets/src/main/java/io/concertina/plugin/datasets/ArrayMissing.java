package io.concertina.plugin.datasets;

import io.concertina.data.CellRules;

/** Which numbers of an array are missing: NaN, and those that the options list. */
final class ArrayMissing {

  private final CellRules.Missing rule;
  private final double[] listed;

  ArrayMissing(CellRules rules) {
    this.rule = rules.missing();
    this.listed =
        rules.spellings().stream().filter(Cell::isNumber).mapToDouble(Cell::parse).toArray();
  }

  /** What to do about them. */
  CellRules.Missing rule() {
    return rule;
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
