package io.concertina.data;

import io.concertina.DataException;
import java.util.List;

/**
 * A stream that columns of a file make up beside the numeric feature.
 *
 * @param stream name of the stream
 * @param role what it is for; a feature's columns hold categories
 * @param columns names of the columns, in order, at least one
 * @param words of categories and of labels, the words that are known, a list per column; empty where
 *     the file is to say them. Then they are numbered in the order in which they appear
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
