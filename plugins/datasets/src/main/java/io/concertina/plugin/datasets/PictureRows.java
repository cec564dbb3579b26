package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Elements;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowForm;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures as rows. All are read once when they are opened; what exceeds the memory limit is read
 * again where it is needed.
 */
final class PictureRows implements IndexedDataset {

  private final String name;
  private final PictureFiles files;
  private final Schema schema;

  /** The pixels of all pictures, or of none. */
  private final byte[] held;

  private PictureRows(String name, PictureFiles files, Schema schema, byte[] held) {
    this.name = name;
    this.files = files;
    this.schema = schema;
    this.held = held;
  }

  /**
   * Reads pictures.
   *
   * @throws DataException if one cannot be read, or has another size than the first where the
   *     options give none; the message names it
   */
  static PictureRows of(String name, PictureFiles files, DatasetOptions options) {
    Picture first = Picture.read(files.files().getFirst());
    RowForm form = options.form();
    boolean sized = !form.size().isEmpty();
    int height = sized ? form.size().get(0) : first.height();
    int width = sized ? form.size().get(1) : first.width();
    int channels = form.channels().orElse(first.channels());
    Shape sample = Shape.of(height, width, channels);
    long bytes = (long) sample.size() * files.files().size();
    boolean fits = bytes <= Memory.limit(options);
    byte[] held = new byte[fits ? (int) bytes : 0];
    for (int i = 0; i < files.files().size(); i++) {
      Path file = files.files().get(i);
      Picture picture = Picture.read(file);
      if (!sized && (picture.height() != height || picture.width() != width)) {
        throw new DataException(
            file.toString(),
            height
                + " x "
                + width
                + " pixels as "
                + files.files().getFirst().getFileName()
                + " has",
            picture.height() + " x " + picture.width() + "; set data.size to [height, width]");
      }
      if (fits) {
        byte[] pixels = picture.channels(channels).resized(height, width).pixels();
        System.arraycopy(pixels, 0, held, i * pixels.length, pixels.length);
      }
    }
    return new PictureRows(name, files, schema(sample, files), held);
  }

  private static Schema schema(Shape sample, PictureFiles files) {
    StreamSpec x =
        StreamSpec.feature(Schema.X, sample).with(Elements.ranged(new ValueRange(0, 255)));
    if (files.labels().isEmpty()) {
      return Schema.of(x);
    }
    Elements named = Elements.named(List.of(Schema.LABEL));
    Elements facts = files.words().isEmpty() ? named : named.withWords(List.of(files.words()));
    return Schema.of(x, StreamSpec.label(Schema.LABEL).with(facts));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> notes() {
    return files.words().isEmpty()
        ? List.of()
        : List.of(name + ": labels by sub-folder, " + numbered());
  }

  private String numbered() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < files.words().size(); i++) {
      parts.add(i + " " + files.words().get(i));
    }
    return Excerpt.of(String.join(", ", parts), 200);
  }

  @Override
  public long size() {
    return files.files().size();
  }

  @Override
  public void gather(int[] rows, int from, int count, Batch target) {
    StreamSpec x = schema.x();
    int width = x.width();
    for (int i = 0; i < count; i++) {
      int row = rows[from + i];
      byte[] pixels = held.length == 0 ? read(row) : held;
      int first = held.length == 0 ? 0 : row * width;
      int at = (target.rows() + i) * width;
      for (int j = 0; j < width; j++) {
        target.set(0, at + j, pixels[first + j] & 0xFF);
      }
      if (!files.labels().isEmpty()) {
        target.ints(1)[target.rows() + i] = files.labels().get(row);
      }
    }
    target.added(count);
  }

  private byte[] read(int row) {
    int[] sizes = schema.x().shape().sizes();
    return Picture.read(files.files().get(row))
        .channels(sizes[2])
        .resized(sizes[0], sizes[1])
        .pixels();
  }
}
