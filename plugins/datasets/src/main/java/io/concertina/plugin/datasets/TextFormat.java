package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Elements;
import io.concertina.data.ValueRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Text in UTF-8 as bytes: one text a line, or the whole file as one series.
 *
 * <p>A line becomes whole numbers from 0 to 255, padded with {@link
 * io.concertina.data.StreamSpec#PADDING} or cut to the length of the longest line or the one that
 * the options give, and its length in bytes. Empty lines are skipped. As a series every byte is a
 * row, line breaks included.
 */
final class TextFormat implements DatasetFormat {

  /** What a byte of text can be. */
  static final Elements BYTES = Elements.ranged(new ValueRange(0, 255));

  @Override
  public String name() {
    return "text";
  }

  @Override
  public boolean accepts(Path file) {
    return FileNames.end(file, ".txt", ".txt.gz");
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    Columns.requireNone(file, options.columns());
    Content content = Content.of(file);
    byte[] text = read(content, Memory.limit(options));
    Utf8.check(content.name(), text);
    return options.form().series()
        ? new TextSeries(content.name(), text)
        : TextLines.of(content.name(), text, options.form().length());
  }

  private static byte[] read(Content content, long limit) {
    try (InputStream in = content.open()) {
      byte[] text = in.readNBytes((int) limit);
      if (in.read() >= 0) {
        throw new DataException(
            content.name(),
            "text that fits into memory",
            "more than " + limit + " bytes; give the program more memory, or split the file");
      }
      if (text.length == 0) {
        throw new DataException(content.name(), "text", "an empty file");
      }
      return text;
    } catch (IOException e) {
      throw content.failure(e);
    }
  }
}
