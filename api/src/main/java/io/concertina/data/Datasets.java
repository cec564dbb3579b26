package io.concertina.data;

import io.concertina.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Datasets made of other datasets. The others stay open for them; closing the made one closes them.
 *
 * <p>Where all parts can be read in any order, so can the whole.
 */
public final class Datasets {

  private Datasets() {}

  /**
   * Rows that are put together of the rows of several datasets: row i has the streams of row i of
   * each. A part that has a stream of a name in use is renamed first ({@link #renamed}).
   *
   * @param features the first part, which gives the name
   * @param others further parts, of as many rows
   * @throws DataException if the numbers of rows differ or two streams have one name
   */
  public static Dataset join(Dataset features, List<? extends Dataset> others) {
    List<Dataset> parts = new ArrayList<>(List.of(features));
    parts.addAll(others);
    return JoinedDataset.of(parts);
  }

  /**
   * The same rows with streams of other names, roles or facts; kinds and shapes stay.
   *
   * <pre>{@code
   * Datasets.renamed(clean, x -> x.as(Schema.TARGET, StreamSpec.Role.TARGET))
   * }</pre>
   */
  public static Dataset renamed(Dataset data, UnaryOperator<StreamSpec> change) {
    Schema schema = new Schema(data.schema().streams().stream().map(change).toList());
    for (int i = 0; i < schema.streams().size(); i++) {
      StreamSpec before = data.schema().streams().get(i);
      StreamSpec after = schema.streams().get(i);
      if (before.kind() != after.kind() || !before.shape().equals(after.shape())) {
        throw new DataException(
            data.name() + " stream " + after.name(),
            before.kind() + " " + before.shape(),
            after.kind() + " " + after.shape());
      }
    }
    int[] places = new int[schema.streams().size()];
    Arrays.setAll(places, i -> i);
    return StreamsOfDataset.of(data, schema, places);
  }

  /**
   * The same rows without a stream.
   *
   * @throws DataException if there is none of that name
   */
  public static Dataset without(Dataset data, String stream) {
    int left = data.schema().indexOf(stream);
    List<StreamSpec> kept = new ArrayList<>(data.schema().streams());
    kept.remove(left);
    int[] places = new int[kept.size() + 1];
    Arrays.setAll(places, i -> i == left ? -1 : i > left ? i - 1 : i);
    return StreamsOfDataset.of(data, new Schema(kept), places);
  }

  /** The same rows with the streams of some names only, in their order there. */
  public static Dataset only(Dataset data, Set<String> streams) {
    Schema schema = data.schema().only(streams);
    int[] places = new int[data.schema().streams().size()];
    int next = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = streams.contains(data.schema().streams().get(i).name()) ? next++ : -1;
    }
    return StreamsOfDataset.of(data, schema, places);
  }

  /**
   * Chosen rows of a dataset.
   *
   * @param rows numbers of the rows, counted from 0, in the order wanted; of a dataset that is read
   *     in passes they must ascend
   * @throws DataException if a number is none of a row
   */
  public static Dataset select(Dataset data, int[] rows) {
    return SelectedDataset.of(data, rows);
  }

  /**
   * The rows that have a value in a stream: a number, a word or a text. Numbers are compared as
   * numbers.
   *
   * @throws DataException if no row has it
   */
  public static Dataset where(Dataset data, String stream, String value) {
    return select(data, new RowValues(data, stream).of(value));
  }

  /**
   * The single stream of a dataset as a label: of whole numbers (i32) if all its numbers are, and
   * as it is (f32) otherwise. A missing one becomes {@link StreamSpec#NO_LABEL}.
   *
   * @param name of the label
   * @throws DataException if there are several streams, or the one has no numbers
   */
  public static Dataset label(Dataset data, String name) {
    return ConvertedDataset.label(data, name);
  }

  /**
   * The single stream of a dataset, numbers, as the text of a key.
   *
   * @param name of the key
   * @throws DataException if there are several streams, or the one has no numbers
   */
  public static Dataset key(Dataset data, String name) {
    return ConvertedDataset.key(data, name);
  }

  /**
   * Streams of features side by side in rows of one feature {@link Schema#X}: row i is put together
   * of row i of each. Layers read each by its name. All rows are kept in memory.
   *
   * @param streams datasets of a feature x of numbers, by the name of their stream, in order;
   *     labels and what else they have are kept
   * @throws DataException if the numbers of rows differ or two columns have one name
   */
  public static Dataset sideBySide(Map<String, ? extends Dataset> streams) {
    return SideBySideRows.byRow(streams);
  }

  /**
   * The same of rows that belong together by their {@link Schema#KEYS}, in the order in which keys
   * are seen first.
   *
   * @param missing whether a key may be missing in some: then the numbers of that stream are
   *     missing
   * @throws DataException if a key stands twice in a dataset, none in the first one, or must not be
   *     missing
   */
  public static Dataset sideBySideByKey(Map<String, ? extends Dataset> streams, boolean missing) {
    return SideBySideRows.byKey(streams, missing);
  }

  /**
   * Rows that are held back for validation, and the others.
   *
   * @param training the others
   * @param held rows that are held back
   */
  public record Split(Dataset training, Dataset held) {}

  /**
   * Rows that are padded sequences beside the stream {@link Schema#LENGTH}: whatever stands behind
   * a row's length becomes a missing cell. The first axis of features and targets counts steps.
   *
   * @throws DataException when a row comes whose length is none of 1 to its steps
   */
  public static Dataset padded(Dataset data) {
    return PaddedRows.of(data);
  }

  /**
   * Holds rows back so that rows of one value stay together. Values are taken by their last rows,
   * from the end of the dataset on, until the wanted number of rows is reached; a value that would
   * go further beyond it than stopping before would fall short is not taken, unless it is the
   * first.
   *
   * @param stream what tells the values, of one element per row
   * @param share of the rows to hold back, above 0 and below 1
   * @throws DataException if one of both parts would be empty
   */
  public static Split split(Dataset data, String stream, double share) {
    return new RowValues(data, stream).split(share);
  }
}
