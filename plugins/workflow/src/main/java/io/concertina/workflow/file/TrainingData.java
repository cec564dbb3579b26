package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.data.CellRules;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Datasets;
import io.concertina.data.RowForm;
import io.concertina.data.Schema;
import io.concertina.data.Series;
import io.concertina.data.StreamSpec;
import io.concertina.data.WindowedDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the rows of a plan: the streams of a file, and of files beside it.
 *
 * @param sources opens files
 * @param plan says what is what
 */
public record TrainingData(Sources sources, DataPlan plan) {

  /** Name of the stream that tells the sequences of rows; the model never gets it. */
  private static final String SEQUENCE = "sequence_group";

  /** Name of the stream that tells which rows stay together; the model never gets it. */
  static final String GROUP = "split_by";

  /**
   * Training rows, and validation rows where they are split off already.
   *
   * @param training rows to learn from
   * @param validation rows to validate with
   * @param notes what the user should know about how they were made
   */
  public record Parts(Dataset training, Optional<Dataset> validation, List<String> notes)
      implements AutoCloseable {

    static Parts of(Dataset training) {
      return new Parts(training, Optional.empty(), List.of());
    }

    @Override
    public void close() {
      training.close();
      validation.ifPresent(Dataset::close);
    }
  }

  /**
   * Opens the training rows.
   *
   * @param share of the rows to hold back where a column says which stay together
   */
  Parts training(double share) {
    StreamPlan streams = plan.streams();
    Optional<String> group = streams.choice().splitBy();
    double held = plan.files().validation().isPresent() ? 0 : share;
    if (plan.files().train().isEmpty()) {
      Dataset generated =
          plan.files()
              .generate()
              .orElseThrow(() -> new ConfigurationException("data.train", "a file", "none"))
              .dataset();
      return stretched()
          .map(cut -> cut.parts(generated, held))
          .orElseGet(() -> Parts.of(generated));
    }
    Dataset rows = open(plan.files().train().get(), "train", Optional.empty());
    if (stretched().isPresent()) {
      return stretched().get().parts(rows, held);
    }
    if (group.isEmpty()) {
      return Parts.of(rows);
    }
    if (share == 0) {
      return Parts.of(Datasets.without(rows, GROUP));
    }
    Datasets.Split split = Datasets.split(rows, GROUP, share);
    return new Parts(
        Datasets.without(split.training(), GROUP),
        Optional.of(Datasets.without(split.held(), GROUP)),
        List.of());
  }

  /**
   * Opens rows beside the training rows, which must be made of the same features.
   *
   * @param part {@code validation} or {@code test}
   */
  Beside beside(String part, Optional<Path> file, Dataset training) {
    if (file.isEmpty()) {
      return Beside.none();
    }
    Dataset rows = besides(open(file.get(), part, Optional.of(training.schema())), training);
    try {
      requireAlike(rows, training);
      return new Beside(Optional.of(rows), missing(file.get()));
    } catch (DataException e) {
      rows.close();
      throw e;
    }
  }

  /** What a file beside the training rows lacks, where that changes which rows are taken. */
  private List<String> missing(Path file) {
    List<String> names = sources.columns(file, columns(List.of(), Optional.empty()));
    return plan.streams().choice().rows().keySet().stream()
        .filter(column -> !names.isEmpty() && !names.contains(column))
        .map(column -> file + ": no column " + column + ", so data.rows takes all rows")
        .toList();
  }

  /** Rows beside the training rows look like those. */
  private RowForm form(Optional<Schema> known) {
    return known.flatMap(schema -> schema.find(Schema.X)).map(RowForm::like).orElseGet(plan::form);
  }

  private Optional<StretchedRows> stretched() {
    return plan.windows().map(windows -> new StretchedRows(plan, windows));
  }

  private Dataset besides(Dataset opened, Dataset training) {
    if (training instanceof WindowedDataset like) {
      return stretched().orElseThrow().like(like.windows(), opened);
    }
    return plan.streams().choice().splitBy().isPresent() ? Datasets.without(opened, GROUP) : opened;
  }

  private static void requireAlike(Dataset rows, Dataset training) {
    for (StreamSpec wanted : training.schema().of(StreamSpec.Role.FEATURE)) {
      Optional<StreamSpec> found = rows.schema().find(wanted.name());
      StreamSpec there =
          found.orElseThrow(
              () ->
                  new DataException(
                      rows.name(),
                      "a feature " + wanted.name() + " like the training rows",
                      "none"));
      boolean named = !there.columns().isEmpty() && !wanted.columns().isEmpty();
      if (named && !there.columns().equals(wanted.columns())) {
        throw new DataException(
            rows.name(), "the training rows' columns " + wanted.columns(), there.columns());
      }
      if (!there.shape().equals(wanted.shape())) {
        throw new DataException(
            rows.name(), "rows " + wanted.shape() + " like the training rows", there.shape());
      }
    }
  }

  private Dataset open(Path file, String part, Optional<Schema> known) {
    StreamPlan streams = plan.streams();
    if (streams.features().ofFiles()) {
      return new FeatureFiles(sources, plan).open(part, known);
    }
    List<String> names = sources.columns(file, columns(List.of(), known));
    List<String> wanted = features(known);
    if (!names.isEmpty() && !names.containsAll(wanted)) {
      throw new DataException(file.toString(), "the training rows' columns " + wanted, names);
    }
    DatasetOptions options =
        DatasetOptions.defaults()
            .with(plan.cells())
            .with(form(known))
            .with(names.isEmpty() ? unnamed(file, known) : columns(names, known));
    Dataset rows = FeatureFiles.marked(sources.open(file, options), streams.features());
    Dataset joined = withOthers(rows, part);
    for (Map.Entry<String, String> condition : streams.choice().rows().entrySet()) {
      if (names.isEmpty() && stretched().isEmpty()) {
        joined = Datasets.where(joined, condition.getKey(), condition.getValue());
      }
    }
    boolean lengths = streams.others().containsKey(Schema.LENGTH);
    if (lengths && joined.schema().find(Schema.LENGTH).isPresent()) {
      joined = Datasets.padded(joined);
    }
    return plan.sequence().isPresent() ? sequences(joined, plan.sequence().get(), known) : joined;
  }

  /** The rows with the streams of files beside them. */
  Dataset withOthers(Dataset rows, String part) {
    List<Dataset> others = new ArrayList<>();
    plan.streams()
        .others()
        .forEach(
            (stream, source) -> {
              Path beside = source.files().get(part);
              if (beside != null) {
                others.add(beside(beside, stream));
              }
            });
    return others.isEmpty() ? rows : Datasets.join(rows, others);
  }

  /** Each value of a column as a row, as long as the longest, or as the training rows. */
  private Dataset sequences(Dataset rows, String column, Optional<Schema> known) {
    if (rows.schema().find(SEQUENCE).isEmpty()) {
      throw new ConfigurationException(
          "data.sequences.group",
          "a file whose columns have names",
          rows.name() + ", which has none");
    }
    Series series = Series.of(rows).by(SEQUENCE).without(Set.of(SEQUENCE));
    int size =
        known
            .flatMap(schema -> schema.find(Schema.X))
            .map(x -> x.shape().dim(0).size())
            .or(plan.form()::length)
            .orElseGet(series::longestStretch);
    return series.sequences(size, column);
  }

  /**
   * A file without names has no columns to choose from. Sub-folders of pictures have the numbers
   * that those of the training rows have.
   */
  private ColumnChoice unnamed(Path file, Optional<Schema> known) {
    ColumnChoice choice = columns(List.of(), known).rows(Map.of());
    Optional<StreamSpec> label =
        known
            .filter(_ -> Files.isDirectory(file))
            .flatMap(schema -> schema.find(Schema.LABEL))
            .filter(stream -> !stream.elements().words().isEmpty());
    return label
        .map(s -> choice.streams(List.of(stream(s.name(), s.role(), s.columns(), known))))
        .orElse(choice);
  }

  /**
   * The columns of the training rows' features, and of what else a file beside them has: labels and
   * conditions may be missing there.
   *
   * @param names of the file's columns; none if they are not known yet
   */
  private ColumnChoice columns(List<String> names, Optional<Schema> known) {
    StreamPlan streams = plan.streams();
    boolean any = names.isEmpty() || known.isEmpty();
    List<ColumnStream> others = new ArrayList<>();
    if (!streams.categories().isEmpty()) {
      others.add(stream(Schema.CATEGORIES, StreamSpec.Role.FEATURE, streams.categories(), known));
    }
    streams
        .others()
        .forEach(
            (stream, source) -> {
              boolean there =
                  any
                      || role(stream) != StreamSpec.Role.LABEL
                      || names.containsAll(source.columns());
              if (!source.columns().isEmpty() && there) {
                others.add(stream(stream, role(stream), source.columns(), known));
              }
            });
    streams
        .choice()
        .splitBy()
        .ifPresent(c -> others.add(ColumnStream.of(GROUP, StreamSpec.Role.KEY, List.of(c))));
    plan.sequence()
        .ifPresent(c -> others.add(ColumnStream.of(SEQUENCE, StreamSpec.Role.KEY, List.of(c))));
    boolean cut = stretched().isPresent();
    if (cut) {
      stretched().get().keys().stream()
          .filter(key -> any || names.containsAll(key.columns()))
          .forEach(others::add);
    }
    Map<String, String> rows = new LinkedHashMap<>(cut ? Map.of() : streams.choice().rows());
    rows.keySet().removeIf(column -> !any && !names.contains(column));
    List<String> seen = features(known);
    boolean chosen = !seen.isEmpty() && !names.isEmpty();
    return new ColumnChoice(
        chosen ? seen : featureColumns(names),
        chosen ? List.of() : streams.exclude(),
        others,
        rows,
        plan.header());
  }

  /** The columns of all streams, one behind the other, or those of the one feature. */
  private List<String> featureColumns(List<String> names) {
    StreamPlan streams = plan.streams();
    return names.isEmpty() || streams.features().streams().isEmpty()
        ? streams.columns()
        : FeatureFiles.columns(streams.features(), names).values().stream()
            .flatMap(List::stream)
            .toList();
  }

  /** The columns of the numbers of known rows. */
  private static List<String> features(Optional<Schema> known) {
    return known
        .flatMap(schema -> schema.find(Schema.X))
        .map(StreamSpec::columns)
        .orElse(List.of());
  }

  static ColumnStream stream(
      String name, StreamSpec.Role role, List<String> columns, Optional<Schema> known) {
    List<List<String>> words =
        known.flatMap(schema -> schema.find(name)).map(s -> s.elements().words()).orElse(List.of());
    return new ColumnStream(name, role, columns, words);
  }

  static StreamSpec.Role role(String stream) {
    return switch (stream) {
      case Schema.WEIGHT -> StreamSpec.Role.WEIGHT;
      case Schema.TARGET -> StreamSpec.Role.TARGET;
      case Schema.KEYS -> StreamSpec.Role.KEY;
      case Schema.LENGTH -> StreamSpec.Role.LENGTH;
      default -> StreamSpec.Role.LABEL;
    };
  }

  /** Opens a file beside the rows' own as one stream. */
  private Dataset beside(Path file, String stream) {
    StreamSpec.Role role = role(stream);
    CellRules cells =
        role == StreamSpec.Role.LABEL ? plan.cells().with(CellRules.Missing.KEEP) : plan.cells();
    Dataset opened = sources.open(file, DatasetOptions.defaults().with(cells));
    return switch (role) {
      case LABEL -> Datasets.label(opened, stream);
      case KEY -> Datasets.key(opened, stream);
      case LENGTH -> Datasets.renamed(Datasets.label(opened, stream), x -> x.as(stream, role));
      case WEIGHT, TARGET, FEATURE -> Datasets.renamed(opened, x -> x.as(stream, role));
    };
  }
}
