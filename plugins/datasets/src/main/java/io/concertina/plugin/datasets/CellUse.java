package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.CellRules.Missing;
import io.concertina.data.StreamSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What becomes of the cells of one column. */
interface CellUse {

  /**
   * Takes a cell of the row that is being read.
   *
   * @param column of the table, for messages
   */
  void take(RowAssembler row, int column, char[] text, int from, int count);

  /**
   * Where an element of a row goes.
   *
   * @param stream its place in the schema
   * @param element of the stream
   * @param width elements of the stream
   */
  record Slot(int stream, int element, int width) {
    int position(Batch target) {
      return target.rows() * width + element;
    }

    void set(Batch target, int value) {
      target.ints(stream)[position(target)] = value;
    }
  }

  /** Several uses of one column, or none. */
  static CellUse all(List<CellUse> uses) {
    return uses.size() == 1
        ? uses.getFirst()
        : (row, column, text, from, count) -> {
          for (CellUse use : uses) {
            use.take(row, column, text, from, count);
          }
        };
  }

  /** A number, less an offset. */
  static CellUse number(Slot slot, double offset, Spellings spellings, Missing rule) {
    return new NumberUse(slot, offset, spellings, rule);
  }

  /** A string as it stands there. */
  static CellUse text(Slot slot) {
    return (row, column, text, from, count) -> {
      Batch target = row.target();
      target.texts(slot.stream())[slot.position(target)] = new String(text, from, count);
    };
  }

  /** A word: its place in the list and 1, or 0. */
  static CellUse category(Slot slot, List<String> words, Spellings spellings) {
    Map<String, Integer> numbers = numbers(words, 1);
    return (row, column, text, from, count) -> {
      String word = spellings.lists(text, from, count) ? "" : new String(text, from, count).strip();
      slot.set(row.target(), numbers.getOrDefault(word, 0));
    };
  }

  private static Map<String, Integer> numbers(List<String> words, int first) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String word : words) {
      numbers.put(word, first + numbers.size());
    }
    return numbers;
  }

  /** A class: one of the words where there are any, else a number. */
  static CellUse label(Slot slot, StreamSpec.Kind kind, List<String> words, Spellings spellings) {
    Map<String, Integer> numbers = numbers(words, 0);
    return (row, column, text, from, count) -> {
      String cell = new String(text, from, count).strip();
      boolean missing = Cell.isMissing(cell) || spellings.lists(cell);
      Batch target = row.target();
      if (kind == StreamSpec.Kind.F32) {
        double value = missing ? Double.NaN : row.number(column, cell);
        target.set(slot.stream(), slot.position(target), value);
      } else if (missing) {
        slot.set(target, StreamSpec.NO_LABEL);
      } else if (words.isEmpty()) {
        slot.set(target, whole(row, column, cell));
      } else {
        Integer number = numbers.get(cell);
        if (number == null) {
          throw new DataException(
              row.place(column),
              "one of " + Excerpt.of(String.join(", ", words), 200),
              Excerpt.quoted(cell));
        }
        slot.set(target, number);
      }
    };
  }

  private static int whole(RowAssembler row, int column, String cell) {
    double value = Cell.parse(cell);
    if (value != (int) value || value == StreamSpec.NO_LABEL) {
      throw new DataException(row.place(column), "a whole number", Excerpt.quoted(cell));
    }
    return (int) value;
  }

  /** A number of steps. */
  static CellUse length(Slot slot) {
    return (row, column, text, from, count) -> {
      String cell = new String(text, from, count).strip();
      int steps = whole(row, column, cell);
      if (steps < 0) {
        throw new DataException(row.place(column), "a number of steps of at least 0", steps);
      }
      slot.set(row.target(), steps);
    };
  }

  /** A number of at least 0. */
  static CellUse weight(Slot slot) {
    return (row, column, text, from, count) -> {
      String cell = new String(text, from, count).strip();
      double value = Cell.parse(cell);
      if (!(value >= 0 && value <= Float.MAX_VALUE)) {
        throw new DataException(
            row.place(column), "a weight of at least 0 for every row", Excerpt.quoted(cell));
      }
      Batch target = row.target();
      target.set(slot.stream(), slot.position(target), value);
    };
  }

  /** Passes the row over unless the cell has a value. */
  static CellUse condition(String value) {
    String wanted = value.strip();
    boolean numeric = Cell.isNumber(wanted);
    double number = Cell.parse(wanted);
    return (row, column, text, from, count) -> {
      String cell = new String(text, from, count).strip();
      if (!cell.equals(wanted) && !(numeric && Cell.parse(cell) == number)) {
        row.passOver();
      }
    };
  }
}
