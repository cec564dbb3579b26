package io.concertina.plugin.datasets;

import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.testkit.RowFormatContract;

class NpyRowFormatTest extends RowFormatContract {

  @Override
  protected RowFormat format() {
    return new NpyRowFormat();
  }

  @Override
  protected DatasetFormat reader() {
    return new NpyFormat();
  }
}
