package io.concertina.plugin.datasets;

import io.concertina.data.Batch;
import io.concertina.data.RowReader;

/** A pass over the rows of a table. */
final class TablePass implements RowReader {

  private final CellReader cells;
  private final RowAssembler row;

  TablePass(TableLayout layout, CellReader cells, Precision precision) {
    this.cells = cells;
    this.row = new RowAssembler(layout, cells, precision);
  }

  @Override
  public int read(Batch target, int rows) {
    int read = 0;
    while (read < rows && (read == 0 || cells.isReady())) {
      row.begin(target);
      if (!cells.next(row)) {
        break;
      }
      if (row.end()) {
        read++;
      }
    }
    return read;
  }

  @Override
  public void close() {
    cells.close();
  }
}
