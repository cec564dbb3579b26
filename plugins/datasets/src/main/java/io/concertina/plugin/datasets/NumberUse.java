package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.CellRules.Missing;

/**
 * Cells that are numbers of a stream.
 *
 * @param slot where they go
 * @param offset what is subtracted from them, in double precision
 * @param spellings what stands for a missing one
 * @param rule what to do about a missing one
 */
record NumberUse(CellUse.Slot slot, double offset, Spellings spellings, Missing rule)
    implements CellUse {

  /** Fewer characters than these make no two numbers that 32 bits cannot tell apart. */
  private static final int SHORT = 8;

  @Override
  public void take(RowAssembler row, int column, char[] text, int from, int count) {
    Batch target = row.target();
    double value =
        spellings.lists(text, from, count) ? Double.NaN : Cell.parse(text, from, count) - offset;
    float narrow = offset == 0 ? Cell.round(value, text, from, count) : (float) value;
    if (!(Math.abs(narrow) <= Float.MAX_VALUE)) {
      requireMissing(row, column, new String(text, from, count));
      value = Double.NaN;
      narrow = Float.NaN;
    }
    if (count >= SHORT) {
      row.precision().see(column, value);
    }
    int position = slot.position(target);
    if (target.isExact()) {
      target.set(slot.stream(), position, value);
    } else {
      target.floats(slot.stream())[position] = narrow;
    }
  }

  private void requireMissing(RowAssembler row, int column, String cell) {
    String where = row.place(column);
    boolean listed = spellings.lists(cell);
    if (!listed && !Cell.isMissing(cell)) {
      row.number(column, cell);
      boolean infinite = Double.isInfinite(Cell.parse(cell));
      throw new DataException(
          where,
          "a number that 32 bits can hold",
          Excerpt.quoted(cell)
              + "; mend the cell, remove the row, "
              + (infinite ? "" : "convert the column (to its logarithm, say), ")
              + "or list "
              + Excerpt.quoted(cell.strip())
              + " in data.missing_values");
    }
    if (rule == Missing.REJECT) {
      throw new DataException(
          where,
          "a number",
          (cell.isBlank() ? "an empty cell" : Excerpt.quoted(cell))
              + "; remove the row or configure how missing values are filled (data.missing)");
    }
  }
}
