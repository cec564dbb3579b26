package io.concertina.data;

import io.concertina.DataException;
import java.util.List;

/**
 * A stream that columns of a file make up beside the numeric feature.
 *
 * @param stream name of the stream
 *     <p>A feature's columns hold categories (i32), a key's hold text, a weight's numbers of at
 *     least 0, a target's numbers. A label is i32 where all its cells are whole numbers or words,
 *     and f32 where there are decimals.
 * @param role what it is for
 * @param columns names of the columns, in order, at least one
 * @param words of categories and of labels, the words that are known, a list per column; an empty
 *     list of a label's column says that its cells are whole numbers. No list at all means that the
 *     file is to say the words. Then they are numbered in the order in which they appear
 */
public record ColumnStream(
    String stream, StreamSpec.Role role, List<String> columns, List<List<String>> words) {

  public ColumnStream {
    columns = List.copyOf(columns);
    words = words.stream().map(List::copyOf).toList();
    if (columns.isEmpty()) {
      throw new DataException("stream " + stream, "at least one column", "none");
    }
    if (!words.isEmpty() && words.size() != columns.size()) {
      throw new DataException("stream " + stream, columns.size() + " lists of words", words.size());
    }
  }

  /** A stream whose words the file says. */
  public static ColumnStream of(String stream, StreamSpec.Role role, List<String> columns) {
    return new ColumnStream(stream, role, columns, List.of());
  }
}
