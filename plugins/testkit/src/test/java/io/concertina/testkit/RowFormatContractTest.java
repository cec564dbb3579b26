package io.concertina.testkit;

import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.testkit.fixture.PlainRows;
import io.concertina.testkit.fixture.PlainTable;

/** A sound format of rows passes. */
class RowFormatContractTest extends RowFormatContract {

  @Override
  protected RowFormat format() {
    return new PlainRows();
  }

  @Override
  protected DatasetFormat reader() {
    return new PlainTable();
  }
}
