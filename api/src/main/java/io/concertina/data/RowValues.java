package io.concertina.data;

import io.concertina.DataException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The values of a stream in all rows of a dataset; equal ones are counted as one. */
final class RowValues {

  private final Dataset data;
  private final StreamSpec stream;
  private final Map<Object, Integer> known = new HashMap<>();
  private final List<int[]> groups = new ArrayList<>();

  /** Value of each row, as a number in {@code groups}, whose entries are count and last row. */
  private final int[] values;

  RowValues(Dataset data, String name) {
    this.data = data;
    this.stream = data.schema().stream(name);
    if (stream.width() != 1) {
      throw new DataException(where(), "one element per row", stream.shape());
    }
    if (data.size() > Integer.MAX_VALUE - 8) {
      throw new DataException(data.name(), "at most 2147483639 rows to choose of", data.size());
    }
    this.values = new int[(int) data.size()];
    Dataset single = Datasets.only(data, Set.of(name));
    int[] row = {0};
    single.forEachBatch(
        1024,
        rows -> {
          for (int i = 0; i < rows.rows(); i++) {
            add(value(rows, i), row[0]++);
          }
        });
  }

  private String where() {
    return data.name() + " stream " + stream.name();
  }

  private Object value(Batch rows, int row) {
    return switch (stream.kind()) {
      case F32 -> rows.floats(0)[row];
      case I32 -> rows.ints(0)[row];
      case TEXT -> rows.texts(0)[row];
    };
  }

  private void add(Object value, int row) {
    int group =
        known.computeIfAbsent(
            value,
            unseen -> {
              groups.add(new int[2]);
              return groups.size() - 1;
            });
    values[row] = group;
    groups.get(group)[0]++;
    groups.get(group)[1] = row;
  }

  /** Numbers of the rows of a value. */
  int[] of(String value) {
    BitSet wanted = new BitSet();
    known.forEach((found, group) -> wanted.set(group, equal(found, value)));
    int[] rows = rows(wanted, true);
    if (rows.length == 0) {
      throw new DataException(where(), "at least one row of value " + value, "none");
    }
    return rows;
  }

  private boolean equal(Object found, String value) {
    List<String> words = stream.elements().words().stream().flatMap(List::stream).toList();
    if (found instanceof Integer number && !words.isEmpty()) {
      int first = stream.role() == StreamSpec.Role.FEATURE ? 1 : 0;
      int place = words.indexOf(value);
      return place >= 0 && number == place + first;
    }
    if (found.toString().strip().equals(value.strip())) {
      return true;
    }
    try {
      return Double.parseDouble(found.toString()) == Double.parseDouble(value);
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** Tells the value of a row from others. */
  int group(int row) {
    return values[row];
  }

  /** Holds whole groups back, from the end on. */
  Datasets.Split split(double share) {
    BitSet taken = taken(share);
    return new Datasets.Split(
        Datasets.select(data, rows(taken, false)), Datasets.select(data, rows(taken, true)));
  }

  /** Numbers of the rows that are held back. */
  int[] held(double share) {
    return rows(taken(share), true);
  }

  private BitSet taken(double share) {
    long wanted = Math.max(1, Math.round(share * values.length));
    int[] order =
        IntStream.range(0, groups.size())
            .boxed()
            .sorted(Comparator.comparingInt(group -> -groups.get(group)[1]))
            .mapToInt(Integer::intValue)
            .toArray();
    BitSet taken = new BitSet();
    long held = 0;
    for (int group : order) {
      long more = groups.get(group)[0];
      if (held >= wanted || (held > 0 && held + more - wanted > wanted - held)) {
        break;
      }
      taken.set(group);
      held += more;
    }
    if (held == values.length) {
      throw new DataException(
          where(),
          "values that leave rows for training when " + share + " of the rows are held back",
          known.size() + " different ones; take a smaller share or another column");
    }
    return taken;
  }

  private int[] rows(BitSet chosen, boolean inside) {
    return IntStream.range(0, values.length)
        .filter(row -> chosen.get(values[row]) == inside)
        .toArray();
  }
}
