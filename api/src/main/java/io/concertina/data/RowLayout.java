package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a row that is written is made of: keys, then numbers.
 *
 * @param keys names of the keys, which are text; often none
 * @param sample shape of the numbers, all sizes fixed; a table gets one column per element
 * @param columns names for the numbers, or none for f1, f2, ...; an array has no use for them
 */
public record RowLayout(List<String> keys, Shape sample, List<String> columns) {

  public RowLayout {
    keys = List.copyOf(keys);
    columns = List.copyOf(columns);
    if (!columns.isEmpty() && columns.size() != sample.size()) {
      throw new DataException(
          "rows to write", sample.size() + " column names for rows " + sample, columns.size());
    }
  }

  /** Numbers without keys. */
  public static RowLayout of(Shape sample, List<String> columns) {
    return new RowLayout(List.of(), sample, columns);
  }

  /** Names of all columns of a table. */
  public List<String> names() {
    List<String> names = new ArrayList<>(keys);
    if (columns.isEmpty()) {
      IntStream.rangeClosed(1, sample.size()).forEach(i -> names.add("f" + i));
    } else {
      names.addAll(columns);
    }
    return names;
  }
}
