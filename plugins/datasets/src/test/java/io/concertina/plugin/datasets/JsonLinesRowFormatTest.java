package io.concertina.plugin.datasets;

import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.testkit.RowFormatContract;

class JsonLinesRowFormatTest extends RowFormatContract {

  @Override
  protected RowFormat format() {
    return TextRowFormat.JSON_LINES;
  }

  @Override
  protected DatasetFormat reader() {
    return new JsonLinesFormat();
  }
}
