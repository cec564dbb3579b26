package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.config.Names;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.StreamSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of a table.
 *
 * <p>Each has a name of its own: one without a name is called by its place, f1, f2, ...; several of
 * one name are told apart by their places, as in b:2 and b:3. Line breaks in names become spaces.
 *
 * @param where the file, for messages
 * @param names a name per column
 * @param given the names as they stand in the file, empty where there is none
 * @param notes what is to be said about the header
 */
record TableColumns(String where, List<String> names, List<String> given, List<String> notes) {

  TableColumns {
    names = List.copyOf(names);
    given = List.copyOf(given);
    notes = List.copyOf(notes);
  }

  /** Columns that have names in the file. */
  static TableColumns named(String where, List<String> header, List<String> notes) {
    List<String> given = header.stream().map(TableColumns::clean).toList();
    Map<String, Integer> uses = new HashMap<>();
    given.forEach(name -> uses.merge(name, 1, Integer::sum));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String name = given.get(i).isEmpty() ? "f" + (i + 1) : given.get(i);
      boolean unique = uses.getOrDefault(name, 0) + (given.get(i).isEmpty() ? 1 : 0) == 1;
      names.add(unique ? name : name + ":" + (i + 1));
    }
    return new TableColumns(where, names, given, notes);
  }

  /** Columns f1, f2, ... */
  static TableColumns numbered(String where, int count, List<String> notes) {
    List<String> names = numbers(count);
    return new TableColumns(where, names, names, notes);
  }

  /** Names for columns that have none: f1, f2, ... */
  static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "f" + i).toList();
  }

  private static String clean(String name) {
    return name.strip().replaceAll("\\s*\\p{Cntrl}+\\s*", " ");
  }

  /** Number of columns. */
  int count() {
    return names.size();
  }

  /** The column as messages call it. */
  String place(int column) {
    return "column " + Excerpt.of(names.get(column), 80);
  }

  /**
   * The columns of names, in their order.
   *
   * @throws DataException if there is none or more than one of a name
   */
  List<Integer> indexes(List<String> asked) {
    return asked.stream().map(this::index).distinct().toList();
  }

  private int index(String asked) {
    String name = clean(asked);
    int index = names.indexOf(name);
    if (index >= 0) {
      return index;
    }
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).equals(name)) {
        equal.add(names.get(i));
      }
    }
    if (!equal.isEmpty()) {
      throw new DataException(
          where,
          "one column called " + Excerpt.quoted(asked),
          "several; name them " + Excerpt.of(String.join(", ", equal), 200));
    }
    throw new DataException(
        where
            + ": unknown column "
            + Excerpt.quoted(asked)
            + "; "
            + Excerpt.of(Names.advice(asked, names), 400));
  }

  /** Columns that are left out; a name that several have leaves all of them out. */
  private Set<Integer> excluded(ColumnChoice choice) {
    Set<Integer> excluded = new HashSet<>();
    for (String asked : choice.exclude()) {
      String name = clean(asked);
      if (!names.contains(name) && given.contains(name)) {
        IntStream.range(0, count()).filter(i -> given.get(i).equals(name)).forEach(excluded::add);
      } else {
        excluded.add(index(asked));
      }
    }
    return excluded;
  }

  /**
   * The column of row numbers that tables are often saved with: the first one, if it alone has no
   * name, and nothing asks for it.
   */
  Optional<Integer> rowNumbers(ColumnChoice choice) {
    boolean unnamed = count() > 1 && (given.getFirst().isEmpty() || isUnnamed(given.getFirst()));
    Set<Integer> taken = taken(choice);
    taken.addAll(excluded(choice));
    return unnamed && choice.only().isEmpty() && !taken.contains(0)
        ? Optional.of(0)
        : Optional.empty();
  }

  /** What pandas calls such a column when it saves the table a second time. */
  private static boolean isUnnamed(String name) {
    return name.matches("Unnamed: 0(\\.\\d+)?");
  }

  private Set<Integer> taken(ColumnChoice choice) {
    Set<Integer> taken = new LinkedHashSet<>(indexes(List.copyOf(choice.rows().keySet())));
    choice.streams().forEach(stream -> taken.addAll(indexes(stream.columns())));
    return taken;
  }

  /**
   * The columns of the numeric feature, in order.
   *
   * @throws DataException if a name is unknown or a feature is a label or a weight, too
   */
  List<Integer> features(ColumnChoice choice) {
    Set<Integer> left = new LinkedHashSet<>();
    if (choice.only().isEmpty()) {
      IntStream.range(0, count()).forEach(left::add);
      left.removeAll(taken(choice));
      rowNumbers(choice).ifPresent(left::remove);
    } else {
      left.addAll(indexes(choice.only()));
      choice.streams().forEach(stream -> requireApart(left, stream));
    }
    left.removeAll(excluded(choice));
    if (left.isEmpty() && choice.streams().isEmpty()) {
      throw new DataException(where, "at least one column to read", "all excluded");
    }
    return List.copyOf(left);
  }

  private void requireApart(Set<Integer> features, ColumnStream stream) {
    boolean apart =
        stream.role() == StreamSpec.Role.LABEL || stream.role() == StreamSpec.Role.WEIGHT;
    for (int column : indexes(stream.columns())) {
      if (apart && features.contains(column)) {
        throw new DataException(
            where + " " + place(column),
            "a feature or a " + stream.stream() + ", one of both",
            "both; the model would see it");
      }
    }
  }

  /** What its user should know about the chosen columns. */
  List<String> notes(ColumnChoice choice) {
    List<String> all = new ArrayList<>(notes);
    rowNumbers(choice)
        .ifPresent(
            column ->
                all.add(
                    where
                        + ": the first column has no name and is left out as a row number; "
                        + "to use it name it "
                        + names.get(column)));
    List<String> repeated =
        features(choice).stream()
            .filter(i -> names.get(i).equals(given.get(i) + ":" + (i + 1)))
            .map(names::get)
            .toList();
    if (!repeated.isEmpty()) {
      all.add(
          where
              + ": columns of one name are told apart by their places as "
              + Excerpt.of(String.join(", ", repeated), 200));
    }
    return all;
  }
}
