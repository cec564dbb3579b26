package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.IndexedDataset;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lines of a text as rows of bytes: the bytes of a line, padded or cut to one length, and how many
 * of them are the line's.
 */
final class TextLines implements IndexedDataset {

  private final String name;
  private final byte[] text;
  private final Schema schema;

  /** Where each line begins. */
  private final int[] starts;

  /** Bytes of each line, cut to the rows' length. */
  private final int[] lengths;

  private final List<String> notes;

  private TextLines(
      String name, byte[] text, int[] starts, int[] lengths, int length, List<String> notes) {
    this.name = name;
    this.text = text;
    this.starts = starts;
    this.lengths = lengths;
    this.notes = notes;
    this.schema =
        Schema.of(
            new StreamSpec(
                Schema.X,
                StreamSpec.Role.FEATURE,
                StreamSpec.Kind.I32,
                Shape.of(length),
                TextFormat.BYTES),
            StreamSpec.length());
  }

  /**
   * The lines of a text.
   *
   * @param length of a row; empty for that of the longest line
   */
  static TextLines of(String name, byte[] text, Optional<Integer> length) {
    int[] starts = new int[64];
    int[] lengths = new int[64];
    int count = 0;
    int longest = 0;
    for (int from = 0; from < text.length; ) {
      int end = from;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      int bytes = end > from && text[end - 1] == '\r' ? end - 1 - from : end - from;
      if (bytes > 0) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
          lengths = Arrays.copyOf(lengths, 2 * count);
        }
        starts[count] = from;
        lengths[count++] = bytes;
        longest = Math.max(longest, bytes);
      }
      from = end + 1;
    }
    if (count == 0) {
      throw new DataException(name, "at least one line with a text", "only empty lines");
    }
    int most = length.orElse(longest);
    int[] kept = Arrays.stream(lengths, 0, count).map(bytes -> Math.min(bytes, most)).toArray();
    long cut = Arrays.stream(lengths, 0, count).filter(bytes -> bytes > most).count();
    List<String> notes =
        cut == 0
            ? List.of()
            : List.of(name + ": " + cut + " of " + count + " lines are cut to " + most + " bytes");
    return new TextLines(name, text, Arrays.copyOf(starts, count), kept, most, notes);
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
    return notes;
  }

  @Override
  public long size() {
    return starts.length;
  }

  @Override
  public void gather(int[] rows, int from, int count, Batch target) {
    int width = schema.x().width();
    int[] bytes = target.ints(0);
    for (int i = 0; i < count; i++) {
      int line = rows[from + i];
      int at = (target.rows() + i) * width;
      for (int j = 0; j < lengths[line]; j++) {
        bytes[at + j] = text[starts[line] + j] & 0xFF;
      }
      Arrays.fill(bytes, at + lengths[line], at + width, StreamSpec.PADDING);
      target.ints(1)[target.rows() + i] = lengths[line];
    }
    target.added(count);
  }
}
