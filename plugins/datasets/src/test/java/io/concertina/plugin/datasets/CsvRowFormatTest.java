package io.concertina.plugin.datasets;

import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.testkit.RowFormatContract;

class CsvRowFormatTest extends RowFormatContract {

  @Override
  protected RowFormat format() {
    return TextRowFormat.CSV;
  }

  @Override
  protected DatasetFormat reader() {
    return new CsvFormat();
  }
}
