package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the columns of rows are. What goes with several features in no way is refused.
 *
 * @param columns numeric features, or empty for all that nothing else takes
 * @param exclude columns to leave out
 * @param categories columns of words or codes
 * @param others labels, weights, keys, lengths and the target by the name of their stream
 * @param features streams that make up the feature side by side, where several do
 * @param choice which rows are taken and how they are held back
 */
public record StreamPlan(
    List<String> columns,
    List<String> exclude,
    List<String> categories,
    Map<String, StreamSource> others,
    Features features,
    RowChoice choice) {

  /**
   * Streams of features side by side.
   *
   * @param streams where each comes from, by its name and in order; empty for a single feature
   * @param key column by which rows of several files belong together; empty for row by row
   */
  public record Features(Map<String, StreamSource> streams, Optional<String> key) {

    public Features {
      streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    }

    /** A single feature. */
    public static Features single() {
      return new Features(Map.of(), Optional.empty());
    }

    /** True if each stream has files of its own. */
    public boolean ofFiles() {
      return streams.values().stream().anyMatch(source -> !source.files().isEmpty());
    }
  }

  /**
   * Which rows are taken.
   *
   * @param rows column to the value that a row must have
   * @param splitBy column whose rows of one value stay together when rows are held back
   */
  public record RowChoice(Map<String, String> rows, Optional<String> splitBy) {

    public RowChoice {
      rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /** All rows, one like the other. */
    public static RowChoice all() {
      return new RowChoice(Map.of(), Optional.empty());
    }
  }

  public StreamPlan {
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    categories = List.copyOf(categories);
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    if (features.key().isPresent()) {
      others.forEach(StreamPlan::requireColumns);
    }
    if (features.ofFiles()) {
      require("data.columns", columns.isEmpty());
      require("data.categories", categories.isEmpty());
      require("data.rows", choice.rows().isEmpty());
      require("data.split_by", choice.splitBy().isEmpty());
    } else if (!features.streams().isEmpty() && !columns.isEmpty()) {
      throw new ConfigurationException(
          "data.columns", "nothing, since data.streams names the columns", columns);
    }
  }

  /** A file is joined row by row, and rows that are put together by a key have another order. */
  private static void requireColumns(String stream, StreamSource source) {
    if (!source.files().isEmpty()) {
      throw new ConfigurationException(
          "data.key",
          "the stream " + stream + " as a column of one of the files that have the key",
          "a file of its own, whose rows are joined by their number");
    }
  }

  private static void require(String where, boolean absent) {
    if (!absent) {
      throw new ConfigurationException(
          where, "nothing beside a file for each stream", "it; put the streams into one file");
    }
  }

  /** All columns are numeric features. */
  public static StreamPlan numbers() {
    return new StreamPlan(
        List.of(), List.of(), List.of(), Map.of(), Features.single(), RowChoice.all());
  }

  /** The same without some columns. */
  public StreamPlan without(String... names) {
    return new StreamPlan(columns, List.of(names), categories, others, features, choice);
  }

  /** The same with columns of words or codes. */
  public StreamPlan categories(String... names) {
    return new StreamPlan(columns, exclude, List.of(names), others, features, choice);
  }

  /**
   * The same with a stream beside the features.
   *
   * @param stream its name, for instance {@code Schema.LABEL}
   */
  public StreamPlan with(String stream, StreamSource source) {
    Map<String, StreamSource> more = new LinkedHashMap<>(others);
    more.put(stream, source);
    return new StreamPlan(columns, exclude, categories, more, features, choice);
  }

  /** The same with streams of features side by side. */
  public StreamPlan with(Features several) {
    return new StreamPlan(columns, exclude, categories, others, several, choice);
  }

  /** The files of a part, for instance {@code train}. */
  List<Path> paths(String part) {
    return Stream.of(features.streams(), others)
        .flatMap(streams -> streams.values().stream())
        .flatMap(source -> Stream.ofNullable(source.files().get(part)))
        .toList();
  }

  /** The files beside the rows' own, by a word for their keys. */
  public Map<String, Path> paths() {
    Map<String, Path> paths = new LinkedHashMap<>();
    others.forEach(
        (stream, source) ->
            source.files().forEach((part, file) -> paths.put(stream + "." + part, file)));
    features
        .streams()
        .forEach(
            (stream, source) ->
                source
                    .files()
                    .forEach((part, file) -> paths.put("streams." + stream + "." + part, file)));
    return paths;
  }
}
