package io.concertina.workflow;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.RowLayout;
import io.concertina.data.RowSource;
import io.concertina.data.RowWriter;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.workflow.file.Samples;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends rows through a model and writes what comes out, row by row, with the rows' keys. */
public abstract sealed class Transform permits Encoding, Decoding, Reconstruction, Scoring {

  /** Rows at once where they are written as they come. */
  private static final int STREAMED_ROWS = 1;

  private final OpenModel open;
  private final Samples samples;

  Transform(OpenModel open, Samples samples) {
    this.open = open;
    this.samples = samples;
  }

  /**
   * What was written.
   *
   * @param rows how many
   * @param bytes size of the file
   */
  public record Written(long rows, long bytes) {}

  final OpenModel open() {
    return open;
  }

  final Samples samples() {
    return samples;
  }

  /** What a row that comes out is made of: texts, then numbers; keys are put in front of it. */
  abstract RowLayout layout();

  /** Computes a piece. */
  abstract Piece apply(Batch rows);

  /** What the user should know about the rows that were written. */
  public List<String> notes() {
    return List.of();
  }

  /**
   * Opens the rows of a file that go in.
   *
   * @throws DataException if they do not fit the model
   */
  public Dataset rows(Path file) {
    return samples.open(file);
  }

  /**
   * Rows that go in as they come.
   *
   * @param name for messages
   * @param in stays the caller's to close
   * @param format of the rows
   */
  public RowSource rows(String name, InputStream in, DatasetFormat format) {
    return samples.stream(name, in, format);
  }

  /** What a row that comes out of rows is made of. */
  public final RowLayout layout(Schema rows) {
    RowLayout plain = layout();
    List<String> texts =
        new ArrayList<>(rows.find(Schema.KEYS).map(StreamSpec::columns).orElse(List.of()));
    texts.addAll(plain.keys());
    return new RowLayout(texts, plain.sample(), plain.columns());
  }

  /**
   * Writes what comes out of a file's rows to a file; the names tell the formats.
   *
   * @throws DataException if there are no rows
   */
  public final Written write(Path data, Path output) {
    try (Dataset rows = rows(data);
        RowWriter writer = open.sources().writer(output, layout(rows.schema()))) {
      return write(rows, writer, OpenModel.ROWS);
    }
  }

  /**
   * Writes what comes out of rows.
   *
   * @param rows stay open
   * @param writer made for {@link #layout(Schema)}; stays open, what it writes takes its place
   * @throws DataException if there are no rows
   */
  public final Written write(RowSource rows, RowWriter writer) {
    return write(rows, writer, OpenModel.ROWS);
  }

  /** The same, each row as soon as it has come. */
  public final Written writeAtOnce(RowSource rows, RowWriter writer) {
    return write(rows, writer, STREAMED_ROWS);
  }

  private Written write(RowSource rows, RowWriter writer, int together) {
    long[] count = {0};
    rows.forEachBatch(
        together,
        batch -> {
          Piece piece = apply(batch);
          writer.write(texts(batch, piece.texts()), piece.numbers().toFloats(), batch.rows());
          count[0] += batch.rows();
        });
    if (count[0] == 0) {
      throw new DataException(rows.name(), "at least one row", "none");
    }
    return new Written(count[0], writer.commit());
  }

  /** The keys of each row, then what comes out of it as text. */
  private static String[] texts(Batch batch, List<String> more) {
    Optional<StreamSpec> keys = batch.schema().find(Schema.KEYS);
    int before = keys.map(StreamSpec::width).orElse(0);
    int after = more.size() / batch.rows();
    String[] texts = new String[batch.rows() * (before + after)];
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = 0; i < before; i++) {
        String[] all = batch.texts(batch.schema().indexOf(Schema.KEYS));
        texts[row * (before + after) + i] = all[row * before + i];
      }
      for (int i = 0; i < after; i++) {
        texts[row * (before + after) + before + i] = more.get(row * after + i);
      }
    }
    return texts;
  }
}
