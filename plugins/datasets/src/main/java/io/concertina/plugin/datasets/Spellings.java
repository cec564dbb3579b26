package io.concertina.plugin.datasets;

import io.concertina.data.CellRules;
import java.util.Arrays;

/** What stands for a missing cell beside an empty one, NaN, NA, N/A and null. */
final class Spellings {

  private final char[][] texts;

  Spellings(CellRules rules) {
    this.texts =
        rules.spellings().stream().map(text -> text.strip().toCharArray()).toArray(char[][]::new);
  }

  /** True if a cell is listed, letter for letter, with any spaces around it. */
  boolean lists(char[] buffer, int from, int count) {
    if (texts.length == 0) {
      return false;
    }
    int start = from;
    int end = from + count;
    while (start < end && Character.isWhitespace(buffer[start])) {
      start++;
    }
    while (end > start && Character.isWhitespace(buffer[end - 1])) {
      end--;
    }
    for (char[] text : texts) {
      if (Arrays.equals(text, 0, text.length, buffer, start, end)) {
        return true;
      }
    }
    return false;
  }

  /** True if a cell is listed. */
  boolean lists(String cell) {
    return lists(cell.toCharArray(), 0, cell.length());
  }
}
