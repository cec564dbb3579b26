package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.CellRules;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Elements;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which cells of a table's row make up which element of which stream.
 *
 * @param columns of the table
 * @param choice what was asked for
 * @param schema of the rows
 * @param cells what becomes of a column's cells, per column of the table
 */
record TableLayout(TableColumns columns, ColumnChoice choice, Schema schema, List<CellUse> cells) {

  TableLayout {
    cells = List.copyOf(cells);
  }

  /**
   * The layout of the streams that the options ask for.
   *
   * @param streams the streams beside the feature, each with its words
   * @throws DataException if the options name unknown columns
   */
  static TableLayout of(
      TableColumns columns, DatasetOptions options, List<ResolvedStream> streams) {
    return of(columns, options, columns.features(options.columns()), streams);
  }

  /** The layout of some columns as text, under the same conditions. */
  static TableLayout texts(
      TableColumns columns, DatasetOptions options, List<ColumnStream> streams) {
    List<ResolvedStream> texts =
        streams.stream()
            .map(asked -> ColumnStream.of(asked.stream(), StreamSpec.Role.KEY, asked.columns()))
            .map(ResolvedStream::of)
            .toList();
    return of(columns, options, List.of(), texts);
  }

  private static TableLayout of(
      TableColumns columns,
      DatasetOptions options,
      List<Integer> features,
      List<ResolvedStream> streams) {
    List<StreamSpec> specs = new ArrayList<>();
    List<List<CellUse>> uses = new ArrayList<>();
    for (int i = 0; i < columns.count(); i++) {
      uses.add(new ArrayList<>());
    }
    CellRules rules = options.cells();
    columns.indexes(List.copyOf(rules.offsets().keySet()));
    if (!features.isEmpty()) {
      StreamSpec x =
          StreamSpec.feature(Schema.X, Shape.of(features.size()))
              .with(numbers(columns, features, rules));
      specs.add(x);
      addNumbers(uses, features, x, 0, rules);
    }
    for (ResolvedStream stream : streams) {
      List<Integer> places = columns.indexes(stream.asked().columns());
      add(uses, columns, places, stream, specs, rules);
    }
    options
        .columns()
        .rows()
        .forEach(
            (name, value) -> {
              int column = columns.indexes(List.of(name)).getFirst();
              uses.get(column).add(CellUse.condition(value));
            });
    return new TableLayout(
        columns, options.columns(), new Schema(specs), uses.stream().map(CellUse::all).toList());
  }

  private static void add(
      List<List<CellUse>> uses,
      TableColumns columns,
      List<Integer> places,
      ResolvedStream stream,
      List<StreamSpec> specs,
      CellRules rules) {
    ColumnStream asked = stream.asked();
    int index = specs.size();
    int width = places.size();
    StreamSpec.Role role = asked.role();
    if ((role == StreamSpec.Role.WEIGHT || role == StreamSpec.Role.LENGTH) && width != 1) {
      throw new DataException(columns.where(), "one column for " + asked.stream(), width);
    }
    boolean numeric = role == StreamSpec.Role.TARGET || role == StreamSpec.Role.WEIGHT;
    Elements elements =
        numeric
            ? numbers(columns, places, rules)
            : Elements.named(places.stream().map(columns.names()::get).toList())
                .withWords(stream.words())
                .withMissing(role == StreamSpec.Role.KEY ? List.of() : rules.spellings());
    StreamSpec spec =
        new StreamSpec(asked.stream(), role, stream.kind(), Shape.of(width), elements);
    specs.add(spec);
    if (role == StreamSpec.Role.TARGET) {
      addNumbers(uses, places, spec, index, rules);
      return;
    }
    Spellings spellings = new Spellings(rules);
    for (int e = 0; e < width; e++) {
      CellUse.Slot slot = new CellUse.Slot(index, e, width);
      List<String> words = stream.words().isEmpty() ? List.of() : stream.words().get(e);
      uses.get(places.get(e))
          .add(
              switch (role) {
                case KEY -> CellUse.text(slot);
                case FEATURE -> CellUse.category(slot, words, spellings);
                case LABEL -> CellUse.label(slot, spec.kind(), words, spellings);
                case LENGTH -> CellUse.length(slot);
                case WEIGHT -> CellUse.weight(slot);
                case TARGET -> throw new IllegalStateException(asked.stream());
              });
    }
  }

  private static Elements numbers(TableColumns columns, List<Integer> places, CellRules rules) {
    List<String> names = places.stream().map(columns.names()::get).toList();
    Elements elements = Elements.named(names).withMissing(rules.spellings());
    boolean moved = names.stream().anyMatch(rules.offsets()::containsKey);
    return moved
        ? elements.withOffsets(
            names.stream().map(name -> rules.offsets().getOrDefault(name, 0.0)).toList())
        : elements;
  }

  private static void addNumbers(
      List<List<CellUse>> uses, List<Integer> places, StreamSpec spec, int index, CellRules rules) {
    Spellings spellings = new Spellings(rules);
    for (int e = 0; e < places.size(); e++) {
      double offset = spec.elements().offsets().isEmpty() ? 0 : spec.elements().offsets().get(e);
      uses.get(places.get(e))
          .add(
              CellUse.number(
                  new CellUse.Slot(index, e, places.size()), offset, spellings, rules.missing()));
    }
  }

  /** True if rows may be passed over. */
  boolean isConditional() {
    return !choice.rows().isEmpty();
  }

  /** What its user should know, after all numbers have been seen. */
  List<String> notes(Precision precision) {
    List<String> notes = new ArrayList<>(columns.notes(choice));
    Set<String> numbers = new HashSet<>();
    schema.streams().stream()
        .filter(stream -> stream.kind() == StreamSpec.Kind.F32)
        .forEach(stream -> numbers.addAll(stream.columns()));
    for (int i = 0; i < columns.count(); i++) {
      String name = columns.names().get(i);
      if (numbers.contains(name)) {
        precision
            .note(i, columns.where() + " " + columns.place(i), Excerpt.of(name, 80))
            .ifPresent(notes::add);
      }
    }
    return notes;
  }
}
