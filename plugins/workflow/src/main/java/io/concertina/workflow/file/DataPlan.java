package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import io.concertina.data.CellRules;
import io.concertina.data.ColumnChoice;
import io.concertina.data.PreprocessingFit;
import io.concertina.data.RowForm;
import io.concertina.train.Augmentation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a run: what the section {@code data} of a configuration says.
 *
 * @param files where rows come from
 * @param streams what their columns are
 * @param cells how a cell becomes a number
 * @param header whether a table's first row holds names
 * @param form what a row looks like where the file leaves it open
 * @param windows how series are cut, where rows are windows
 * @param sequence column of which each value makes a sequence, where rows are sequences
 * @param augmentation how training rows are changed at random
 * @param preprocessing how values are scaled and missing ones filled
 */
public record DataPlan(
    DataFiles files,
    StreamPlan streams,
    CellRules cells,
    ColumnChoice.Header header,
    RowForm form,
    Optional<WindowPlan> windows,
    Optional<String> sequence,
    Optional<Augmentation> augmentation,
    PreprocessingFit preprocessing) {

  public DataPlan {
    boolean several = !streams.features().streams().isEmpty();
    if (several && (windows.isPresent() || sequence.isPresent())) {
      throw new ConfigurationException(
          "data.streams",
          "rows of vectors",
          "data." + (windows.isPresent() ? "windows" : "sequences") + " beside it");
    }
  }

  /** Where the training rows come from, with the streams that have files of their own. */
  public String source() {
    return files.source(streams.paths("train"));
  }

  /** Rows of numbers, scaled as they need it; a missing cell is an error. */
  public static DataPlan of(DataFiles files) {
    return new DataPlan(
        files,
        StreamPlan.numbers(),
        CellRules.strict(),
        ColumnChoice.Header.AUTO,
        RowForm.own(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PreprocessingFit.automatic());
  }

  /** Training rows of a file. */
  public static DataPlan of(Path train) {
    return of(DataFiles.of(train));
  }

  /** The same rows from other files. */
  public DataPlan with(DataFiles others) {
    return new DataPlan(
        others, streams, cells, header, form, windows, sequence, augmentation, preprocessing);
  }

  /** The same rows with other streams. */
  public DataPlan with(StreamPlan others) {
    return new DataPlan(
        files, others, cells, header, form, windows, sequence, augmentation, preprocessing);
  }

  /** The same rows, cut into windows. */
  public DataPlan with(WindowPlan cut) {
    return new DataPlan(
        files,
        streams,
        cells,
        header,
        form,
        Optional.of(cut),
        sequence,
        augmentation,
        preprocessing);
  }

  /**
   * The same rows, scaled otherwise; cells that it fills may be missing.
   *
   * @param fit is done on the training rows
   */
  public DataPlan with(PreprocessingFit fit) {
    return new DataPlan(
        files,
        streams,
        cells.with(fit.missing()),
        header,
        form,
        windows,
        sequence,
        augmentation,
        fit);
  }

  /** All files that are read, by their keys. */
  public Map<String, Path> paths() {
    Map<String, Path> paths = new LinkedHashMap<>(files.paths());
    paths.putAll(streams.paths());
    return paths;
  }
}
