package io.concertina.workflow.file;

import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.data.CellRules;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Datasets;
import io.concertina.data.Elements;
import io.concertina.data.MemoryDataset;
import io.concertina.data.RowForm;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.data.Sequences;
import io.concertina.data.Series;
import io.concertina.data.Steps;
import io.concertina.data.StreamSpec;
import io.concertina.data.WindowedDataset;
import io.concertina.data.Windows;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Head;
import io.concertina.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Opens data files as the rows that a model takes.
 *
 * @param sources opens files
 * @param model takes the rows
 * @param array of an archive of arrays, the one to read
 */
public record Samples(Sources sources, Model model, Optional<String> array) {

  /** Name of the stream that tells series apart. */
  private static final String GROUP = "windows_group";

  /** Samples of files with one array. */
  public Samples(Sources sources, Model model) {
    this(sources, model, Optional.empty());
  }

  /**
   * Samples for the model. Of a table, the columns that the model was trained on are read, in their
   * order, and its keys and target where the file has them; labels and other columns may stand
   * beside them.
   */
  public Dataset open(Path file) {
    return open(file, List.of());
  }

  /**
   * Samples to train on: with the labels that the model's heads predict and the rows' weights,
   * where the file has them.
   */
  public Dataset labelled(Path file) {
    Set<String> names = Set.copyOf(sources.columns(file, ColumnChoice.all()));
    List<ColumnStream> labels = new ArrayList<>();
    weights()
        .filter(names::contains)
        .map(column -> ColumnStream.of(Schema.WEIGHT, StreamSpec.Role.WEIGHT, List.of(column)))
        .ifPresent(labels::add);
    for (Head head : model.spec().outputs().heads()) {
      List<String> columns = head.label().columns();
      if (!columns.isEmpty() && names.containsAll(columns)) {
        labels.add(columns(head.label()));
      }
    }
    return open(file, labels);
  }

  /** Column of the rows' weights in training, empty text if it had no name. */
  public Optional<String> weights() {
    return Optional.ofNullable(model.facts().get("row_weights"));
  }

  /** A sentence if the model was trained with weights of rows and these have none. */
  public Optional<String> unweighted(Path file, Dataset rows) {
    return weights()
        .filter(_ -> rows.schema().of(StreamSpec.Role.WEIGHT).isEmpty())
        .map(
            column ->
                "the model was trained with weights of rows, and %s has no column %s: every row counts alike"
                    .formatted(file, column));
  }

  /** Samples with further streams of the file's columns; of a series, its windows. */
  public Dataset open(Path file, List<ColumnStream> more) {
    Optional<Steps> steps =
        model.spec().streams().find(Schema.X).flatMap(stream -> stream.elements().steps());
    return checked(steps.map(rows -> together(file, more, rows)).orElseGet(() -> read(file, more)));
  }

  private Dataset together(Path file, List<ColumnStream> more, Steps steps) {
    return switch (steps) {
      case Windows windows -> series(file, more, windows.group()).windows(windows);
      case Sequences sequences ->
          sequences
              .group()
              .<Dataset>map(
                  column ->
                      series(file, more, sequences.group()).sequences(sequences.size(), column))
              .orElseGet(() -> read(file, more));
    };
  }

  /** How the model's rows are cut from a series, where they are. */
  public Optional<Windows> windows() {
    return model.spec().streams().of(StreamSpec.Role.FEATURE).stream()
        .flatMap(stream -> stream.elements().windows().stream())
        .findFirst();
  }

  /** Windows that cover the rows of a series, with further streams of the file's columns. */
  public WindowedDataset covering(Path file, List<ColumnStream> more) {
    Windows windows = windows().orElseThrow();
    WindowedDataset rows = series(file, more, windows.group()).covering(windows);
    checked(rows);
    return rows;
  }

  private Series series(Path file, List<ColumnStream> more, Optional<String> column) {
    List<ColumnStream> streams = new ArrayList<>(more);
    Optional<String> group = column.filter(names(file)::contains);
    group.ifPresent(
        name -> streams.add(ColumnStream.of(GROUP, StreamSpec.Role.KEY, List.of(name))));
    Series series = Series.of(read(file, streams));
    return group.isPresent() ? series.by(GROUP).without(Set.of(GROUP)) : series;
  }

  private List<String> names(Path file) {
    return sources.columns(file, ColumnChoice.all().only(model.columns()));
  }

  private Dataset read(Path file, List<ColumnStream> more) {
    if (!model.spec().parts().isEmpty() && Files.isDirectory(file)) {
      return folder(file);
    }
    return sources.open(file, options(names(file), more));
  }

  /**
   * Samples as they come, to be read once.
   *
   * @param name for messages
   * @param in stays the caller's to close
   * @param format of the rows
   */
  public RowSource stream(String name, InputStream in, DatasetFormat format) {
    boolean steps =
        model.spec().streams().streams().stream()
            .anyMatch(stream -> stream.elements().steps().isPresent());
    if (steps) {
      throw new DataException(
          name, "a file, since the model takes windows or sequences of rows", "rows as they come");
    }
    return format.stream(name, in, options(List.of(), List.of()).with(named()));
  }

  /** The model's own columns and its keys, whatever else comes with them. */
  private ColumnChoice named() {
    List<ColumnStream> others = new ArrayList<>();
    model.spec().categories().ifPresent(stream -> others.add(columns(stream)));
    model.spec().streams().of(StreamSpec.Role.KEY).forEach(stream -> others.add(columns(stream)));
    model.spec().streams().of(StreamSpec.Role.LABEL).forEach(label -> others.add(columns(label)));
    return ColumnChoice.all().only(model.columns()).streams(others);
  }

  private DatasetOptions options(List<String> names, List<ColumnStream> more) {
    RowForm form = model.spec().streams().find(Schema.X).map(RowForm::like).orElseGet(RowForm::own);
    DatasetOptions options = DatasetOptions.defaults().with(cells()).with(form);
    if (array.isPresent()) {
      return options.only(List.of(array.get()));
    }
    List<ColumnStream> others = new ArrayList<>(more);
    for (StreamSpec stream : model.spec().streams().streams()) {
      boolean own = stream.name().equals(Schema.X);
      boolean needed =
          stream.role() == StreamSpec.Role.FEATURE
              || stream.role() == StreamSpec.Role.LABEL && !stream.columns().isEmpty();
      boolean twice = more.stream().anyMatch(each -> each.stream().equals(stream.name()));
      boolean there =
          !stream.columns().isEmpty() && Set.copyOf(names).containsAll(stream.columns());
      if (!own && !twice && (needed || there)) {
        others.add(columns(stream));
      }
    }
    boolean choose = !model.columns().isEmpty() && !names.isEmpty();
    ColumnChoice choice = ColumnChoice.all().streams(others);
    return options.with(choose ? choice.only(model.columns()) : choice);
  }

  private static ColumnStream columns(StreamSpec stream) {
    return new ColumnStream(
        stream.name(), stream.role(), stream.columns(), stream.elements().words());
  }

  private CellRules cells() {
    Map<String, Double> offsets = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (StreamSpec stream : model.spec().streams().streams()) {
      Elements elements = stream.elements();
      for (int i = 0; i < elements.offsets().size(); i++) {
        if (elements.offsets().get(i) != 0) {
          offsets.put(elements.names().get(i), elements.offsets().get(i));
        }
      }
      missing.addAll(elements.missing());
    }
    CellRules.Missing rule =
        model.preprocessing().filling() ? CellRules.Missing.KEEP : CellRules.Missing.REJECT;
    return new CellRules(rule, missing, offsets);
  }

  /**
   * The files of a folder that are named after the model's streams, row by row; a stream without a
   * file is missing.
   */
  private Dataset folder(Path folder) {
    Map<String, Dataset> opened = new LinkedHashMap<>();
    int at = 0;
    for (Elements.Part part : model.spec().parts()) {
      List<String> names = model.columns().subList(at, at + part.width());
      Optional<Path> file = file(folder, part.name());
      file.ifPresent(
          each -> {
            boolean named = sources.columns(each, ColumnChoice.all()).containsAll(names);
            DatasetOptions options = DatasetOptions.defaults().with(cells());
            opened.put(part.name(), sources.open(each, named ? options.only(names) : options));
          });
      at += part.width();
    }
    Dataset any =
        opened.values().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        folder.toString(),
                        "files named after " + model.spec().parts().getFirst().name(),
                        "none"));
    Map<String, Dataset> all = new LinkedHashMap<>();
    for (Elements.Part part : model.spec().parts()) {
      all.put(
          part.name(),
          opened.containsKey(part.name())
              ? Objects.requireNonNull(opened.get(part.name()))
              : missing(part, folder, any.size()));
    }
    return Datasets.sideBySide(all);
  }

  private Dataset missing(Elements.Part part, Path folder, long rows) {
    if (!model.preprocessing().filling()) {
      throw new DataException(
          folder.toString(), "a file named after the stream " + part.name(), "none");
    }
    Shape shape = Shape.of(Math.toIntExact(rows), part.width());
    return MemoryDataset.of(part.name(), Tensor.full(shape, Float.NaN));
  }

  private static Optional<Path> file(Path folder, String stream) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> String.valueOf(each.getFileName()).startsWith(stream + "."))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new DataException(folder + ": expected a readable folder, got " + Reason.of(e), e);
    }
  }

  private Dataset checked(Dataset rows) {
    for (StreamSpec wanted : model.spec().streams().of(StreamSpec.Role.FEATURE)) {
      Optional<StreamSpec> there = rows.schema().find(wanted.name());
      if (there.isEmpty() || !there.get().shape().equals(wanted.shape())) {
        String name = rows.name();
        Object got = there.isEmpty() ? "none" : there.get().shape();
        rows.close();
        throw new DataException(name, "rows " + wanted.shape() + " as the model takes them", got);
      }
    }
    return rows;
  }

  /**
   * Codes for the model, by the names that encoding gives their columns; a file without such names
   * has them in order.
   */
  public Dataset codes(Path file) {
    Shape code = model.blueprint().code();
    List<String> wanted = codeColumns(code);
    List<String> names = sources.columns(file, ColumnChoice.all());
    DatasetOptions options = DatasetOptions.defaults();
    if (array.isPresent()) {
      options = options.only(List.of(array.get()));
    } else if (names.stream().anyMatch(wanted::contains)) {
      List<ColumnStream> labels = new ArrayList<>();
      for (StreamSpec label : model.spec().streams().of(StreamSpec.Role.LABEL)) {
        if (names.containsAll(label.columns())) {
          labels.add(columns(label));
        }
      }
      options = options.with(ColumnChoice.all().only(wanted).streams(labels));
    }
    return checked(sources.open(file, options), code);
  }

  /** Names for the elements of codes in tables: c1, c2, ... */
  public static List<String> codeColumns(Shape code) {
    return IntStream.rangeClosed(1, code.size()).mapToObj(i -> "c" + i).toList();
  }

  /** Rows of a shape, or an error that names what came. */
  private static Dataset checked(Dataset rows, Shape expected) {
    if (!rows.sample().equals(expected)) {
      String name = rows.name();
      Shape sample = rows.sample();
      rows.close();
      throw new DataException(name, "rows " + expected + " as the model takes them", sample);
    }
    return rows;
  }
}
