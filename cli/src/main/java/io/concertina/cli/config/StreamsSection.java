package io.concertina.cli.config;

import io.concertina.config.Settings;
import io.concertina.data.Schema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the section {@code data} says of streams.
 *
 * @param columns numeric features, or empty for all that nothing else takes
 * @param exclude columns to leave out
 * @param categories columns of words or codes
 * @param others labels, weights, keys and the target by the name of their stream
 * @param choice which rows are taken and how they are held back
 */
public record StreamsSection(
    List<String> columns,
    List<String> exclude,
    List<String> categories,
    Map<String, StreamSource> others,
    RowChoice choice) {

  /**
   * Which rows are taken.
   *
   * @param rows column to the value that a row must have
   * @param splitBy column whose rows of one value stay together when rows are held back
   */
  public record RowChoice(Map<String, String> rows, Optional<String> splitBy) {}

  static StreamsSection read(Settings settings, Path folder) {
    Map<String, StreamSource> others = new LinkedHashMap<>();
    labels(settings, folder, others);
    source(settings, "weights", Schema.WEIGHT, folder, others);
    source(settings, "target", Schema.TARGET, folder, others);
    source(settings, "keys", Schema.KEYS, folder, others);
    source(settings, "lengths", Schema.LENGTH, folder, others);
    Map<String, String> rows = new LinkedHashMap<>();
    Settings conditions = settings.section("rows");
    conditions.keys().forEach(column -> rows.put(column, conditions.text(column)));
    return new StreamsSection(
        strings(settings, "columns"),
        strings(settings, "exclude"),
        strings(settings, "categories"),
        others,
        new RowChoice(
            rows,
            settings.has("split_by") ? Optional.of(settings.text("split_by")) : Optional.empty()));
  }

  /** One label, or a map from the names of labels to where they come from. */
  private static void labels(Settings settings, Path folder, Map<String, StreamSource> others) {
    if (!settings.has("labels") || "".equals(settings.value("labels"))) {
      return;
    }
    if (settings.value("labels") instanceof Map<?, ?> map
        && !map.containsKey("train")
        && !map.containsKey("test")) {
      Settings section = settings.section("labels");
      section.keys().forEach(name -> others.put(name, StreamSource.read(section, name, folder)));
      return;
    }
    source(settings, "labels", Schema.LABEL, folder, others);
  }

  private static void source(
      Settings settings, String key, String stream, Path folder, Map<String, StreamSource> others) {
    if (settings.has(key)) {
      others.put(stream, StreamSource.read(settings, key, folder));
    }
  }

  private static List<String> strings(Settings settings, String key) {
    return settings.list(key).stream().map(String::valueOf).toList();
  }

  /** Puts whole paths into the section's tree. */
  void resolve(Map<String, Object> data) {
    Map<String, String> keys =
        Map.of(
            Schema.LABEL, "labels",
            Schema.WEIGHT, "weights",
            Schema.TARGET, "target",
            Schema.KEYS, "keys",
            Schema.LENGTH, "lengths");
    others.forEach(
        (stream, source) -> {
          if (source.files().isEmpty()) {
            return;
          }
          Map<String, Object> files = new LinkedHashMap<>();
          source.files().forEach((part, file) -> files.put(part, file.toAbsolutePath().toString()));
          if (keys.containsKey(stream)) {
            data.put(keys.get(stream), files);
          } else {
            Map<String, Object> labels =
                new LinkedHashMap<>(
                    Settings.map("data.labels", data.getOrDefault("labels", Map.of())));
            labels.put(stream, files);
            data.put("labels", labels);
          }
        });
  }

  /** The files beside the rows' own, by a word for their keys. */
  Map<String, Path> paths() {
    Map<String, Path> paths = new LinkedHashMap<>();
    others.forEach(
        (stream, source) ->
            source.files().forEach((part, file) -> paths.put(stream + "." + part, file)));
    return paths;
  }
}
