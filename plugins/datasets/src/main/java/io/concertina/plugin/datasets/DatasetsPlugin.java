package io.concertina.plugin.datasets;

import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.spi.Plugin;
import java.util.List;

/**
 * Offers the dataset formats {@code csv}, {@code jsonl}, {@code idx}, {@code npy}, {@code npz},
 * {@code text} and {@code pictures}, and writes rows as {@code csv}, {@code jsonl}, {@code npy} and
 * {@code png}.
 */
public final class DatasetsPlugin implements Plugin {

  @Override
  public String name() {
    return "datasets";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<DatasetFormat> datasets() {
    return List.of(
        new CsvFormat(),
        new JsonLinesFormat(),
        new IdxFormat(),
        new NpyFormat(),
        new NpzFormat(),
        new TextFormat(),
        new PictureFormat());
  }

  @Override
  public List<RowFormat> rowFormats() {
    return List.of(
        TextRowFormat.CSV, TextRowFormat.JSON_LINES, new NpyRowFormat(), new SheetFormat());
  }
}
