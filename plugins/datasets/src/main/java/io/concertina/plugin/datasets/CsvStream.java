package io.concertina.plugin.datasets;

import io.concertina.data.Dataset;
import io.concertina.data.RowReader;
import io.concertina.ir.Shape;
import java.util.List;

/**
 * A CSV file that is parsed anew in each pass.
 *
 * @param table where it comes from
 * @param size number of rows
 */
record CsvStream(CsvTable table, long size) implements Dataset {

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Shape sample() {
    return Shape.of(columns().size());
  }

  @Override
  public List<String> columns() {
    return table.columns();
  }

  @Override
  public RowReader read() {
    return table.pass();
  }
}
