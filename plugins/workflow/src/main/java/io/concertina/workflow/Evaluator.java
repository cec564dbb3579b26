package io.concertina.workflow;

import io.concertina.ConfigurationException;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Datasets;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.WindowedDataset;
import io.concertina.metric.CodeStatistic;
import io.concertina.workflow.file.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Measures a model on rows: its error, with labels how well its scores rank them, and what its
 * codes are like. Rows of a series are judged by the windows that cover them.
 *
 * @param open the model
 * @param array of an archive of arrays, the one to read
 * @param labels column, array or file that is not 0 in anomalous rows
 * @param codes what is to be counted in codes
 * @param notes is told what the user should know, a line at a time
 */
public record Evaluator(
    OpenModel open,
    Optional<String> array,
    Optional<String> labels,
    Collection<CodeStatistic> codes,
    Consumer<String> notes) {

  public Evaluator {
    codes = List.copyOf(codes);
  }

  /** Measures the error of a model. */
  public static Evaluator of(OpenModel open) {
    return new Evaluator(open, Optional.empty(), Optional.empty(), List.of(), _ -> {});
  }

  /** The same, reading one array of an archive. */
  public Evaluator array(String name) {
    return new Evaluator(open, Optional.of(name), labels, codes, notes);
  }

  /** The same with labels: a column, an array or a file that is not 0 in anomalous rows. */
  public Evaluator labels(String name) {
    return new Evaluator(open, array, Optional.of(name), codes, notes);
  }

  /** The same with all that the plugins count in codes. */
  public Evaluator withCodes() {
    Collection<CodeStatistic> known = open.sources().registry().codeStatistics().values();
    return new Evaluator(open, array, labels, known, notes);
  }

  /** The same, telling what the user should know. */
  public Evaluator telling(Consumer<String> listener) {
    return new Evaluator(open, array, labels, codes, listener);
  }

  /** True if the model sees a column as a feature, so that it cannot be its label. */
  public boolean sees(String column) {
    return open.model().spec().streams().of(StreamSpec.Role.FEATURE).stream()
        .anyMatch(stream -> stream.columns().contains(column));
  }

  /**
   * Measures on the rows of a file.
   *
   * @throws ConfigurationException if the label is a feature of the model
   * @throws io.concertina.DataException if the rows do not fit the model
   */
  public Evaluation of(Path file) {
    labels
        .filter(this::sees)
        .ifPresent(
            column -> {
              throw new ConfigurationException(
                  "labels", "a column that the model does not see", column + ", a feature");
            });
    Samples samples = open.samples(array);
    if (samples.windows().isPresent()) {
      return series(samples, file);
    }
    try (RowSource rows = labelled(samples, file)) {
      return of(rows);
    }
  }

  /**
   * Measures on rows, which stay open.
   *
   * @param rows with a stream {@link Schema#LABEL} where there are labels
   */
  public Evaluation of(RowSource rows) {
    rows.notes().forEach(notes);
    ScoredRows scored = ScoredRows.of(open, rows, labels.isPresent(), codes);
    if (scored.unscored() > 0) {
      notes.accept("rows without a score, which rank nowhere: " + scored.unscored());
    }
    return new Evaluation(
        scored.rows(),
        OptionalLong.empty(),
        name(),
        Scoring.error(open.model()),
        scored.meanError(),
        scored.meanScore(),
        scored.unscored(),
        labels.map(_ -> scored.ranking()),
        scored.codes());
  }

  private Evaluation series(Samples samples, Path file) {
    Optional<Dataset> beside = flags(file);
    boolean column = labels.isPresent() && beside.isEmpty();
    try (WindowedDataset covering = samples.covering(file, column ? label() : List.of())) {
      covering.notes().forEach(notes);
      Optional<Dataset> flags = column ? Optional.of(covering.series().rows()) : beside;
      ScoredPoints scored = ScoredPoints.of(open, covering, flags);
      Evaluation evaluation =
          new Evaluation(
              scored.rows(),
              OptionalLong.of(covering.size()),
              name(),
              Scoring.error(open.model()),
              scored.meanError(),
              scored.meanScore(),
              scored.unscored(),
              labels.map(_ -> scored.ranking()),
              ScoredRows.codes(open, covering, codes));
      if (scored.unscored() > 0) {
        notes.accept("rows that no window covers, which rank nowhere: " + scored.unscored());
      }
      return evaluation;
    } finally {
      beside.ifPresent(Dataset::close);
    }
  }

  private String name() {
    return Scoring.name(open.model(), open.sources().registry());
  }

  private RowSource labelled(Samples samples, Path file) {
    Optional<Dataset> beside = flags(file);
    if (beside.isPresent()) {
      return Datasets.join(samples.open(file), List.of(beside.get()));
    }
    return samples.open(file, labels.isEmpty() ? List.of() : label());
  }

  /** The labels of a file beside the rows' own. */
  private Optional<Dataset> flags(Path file) {
    ColumnChoice expected = ColumnChoice.all().only(open.model().columns());
    return labels
        .filter(name -> Files.isRegularFile(Path.of(name)))
        .filter(name -> !open.sources().columns(file, expected).contains(name))
        .map(name -> open.sources().open(Path.of(name), DatasetOptions.defaults()))
        .map(flags -> Datasets.label(flags, Schema.LABEL));
  }

  private List<ColumnStream> label() {
    return List.of(ColumnStream.of(Schema.LABEL, StreamSpec.Role.LABEL, labels.stream().toList()));
  }
}
