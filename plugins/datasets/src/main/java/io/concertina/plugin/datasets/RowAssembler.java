package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import java.util.Optional;

/**
 * Makes rows of cells.
 *
 * <p>A fault in a row that a condition passes over is none: where there are conditions, the first
 * fault waits for the end of its row.
 */
final class RowAssembler implements CellReader.RowCells {

  private final TableLayout layout;
  private final CellReader cells;
  private final CellUse[] uses;
  private final Precision precision;
  private final boolean patient;
  private Batch target;
  private boolean wanted;
  private Optional<DataException> fault = Optional.empty();

  RowAssembler(TableLayout layout, CellReader cells, Precision precision) {
    this.layout = layout;
    this.cells = cells;
    this.uses = layout.cells().toArray(CellUse[]::new);
    this.precision = precision;
    this.patient = layout.isConditional();
    this.target = new Batch(layout.schema(), 1);
  }

  /** Begins a row behind the last one of a batch. */
  void begin(Batch batch) {
    target = batch;
    wanted = true;
    fault = Optional.empty();
  }

  @Override
  public void cell(int column, char[] text, int from, int count) {
    if (!patient) {
      uses[column].take(this, column, text, from, count);
      return;
    }
    try {
      uses[column].take(this, column, text, from, count);
    } catch (DataException e) {
      fault = fault.isPresent() ? fault : Optional.of(e);
    }
  }

  /**
   * Ends the row.
   *
   * @return false if it is passed over
   */
  boolean end() {
    if (!wanted) {
      return false;
    }
    if (fault.isPresent()) {
      throw fault.get();
    }
    target.added(1);
    return true;
  }

  Batch target() {
    return target;
  }

  Precision precision() {
    return precision;
  }

  /** Says that the row is not wanted. */
  void passOver() {
    wanted = false;
  }

  /** Where a cell of this row stands. */
  String place(int column) {
    return layout.columns().where()
        + " line "
        + cells.line()
        + ", "
        + layout.columns().place(column);
  }

  /**
   * The number in a cell that is not missing.
   *
   * @throws DataException if there is none; the message says what to do about text
   */
  double number(int column, String cell) {
    if (Cell.isNumber(cell)) {
      return Cell.parse(cell);
    }
    String found = Excerpt.quoted(cell);
    if (Cell.isNumber(cell.replace(',', '.'))) {
      throw new DataException(place(column), "a number", found + "; write decimals with a point");
    }
    if (Cell.isDate(cell)) {
      throw new DataException(
          place(column),
          "a number",
          "the date or time "
              + found
              + "; exclude the column (data.exclude), carry it along (data.keys), or convert it"
              + " to a number such as the hour");
    }
    throw new DataException(
        place(column),
        "a number",
        found
            + "; exclude the column (data.exclude), read it as words (data.categories), or mend the"
            + " cell; if it stands for a missing one, as an empty cell, NaN, NA, N/A and null do,"
            + " list it in data.missing_values");
  }
}
