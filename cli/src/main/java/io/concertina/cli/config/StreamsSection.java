package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.data.Schema;
import io.concertina.workflow.file.StreamPlan;
import io.concertina.workflow.file.StreamSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the section {@code data} of a configuration says of streams. */
final class StreamsSection {

  private StreamsSection() {}

  static StreamPlan read(Settings settings, Path folder) {
    Map<String, StreamSource> others = new LinkedHashMap<>();
    labels(settings, folder, others);
    source(settings, "weights", Schema.WEIGHT, folder, others);
    source(settings, "target", Schema.TARGET, folder, others);
    source(settings, "keys", Schema.KEYS, folder, others);
    source(settings, "lengths", Schema.LENGTH, folder, others);
    Map<String, String> rows = new LinkedHashMap<>();
    Settings conditions = settings.section("rows");
    conditions.keys().forEach(column -> rows.put(column, conditions.text(column)));
    return new StreamPlan(
        strings(settings, "columns"),
        strings(settings, "exclude"),
        strings(settings, "categories"),
        others,
        features(settings, folder),
        new StreamPlan.RowChoice(
            rows,
            settings.has("split_by") ? Optional.of(settings.text("split_by")) : Optional.empty()));
  }

  /** Streams of features side by side: files of each, or columns of the rows' own file. */
  private static StreamPlan.Features features(Settings settings, Path folder) {
    Map<String, StreamSource> streams = new LinkedHashMap<>();
    Settings section = settings.section("streams");
    for (String name : section.keys()) {
      streams.put(name, StreamSourceSection.read(section, name, folder));
    }
    long files = streams.values().stream().filter(each -> !each.files().isEmpty()).count();
    if (files > 0 && (files < streams.size() || settings.has("train"))) {
      throw new ConfigurationException(
          settings.where("streams"),
          "files of every stream, or columns of data.train",
          settings.has("train") ? "files beside data.train" : "some of both");
    }
    Optional<String> key =
        settings.has("key") ? Optional.of(settings.text("key")) : Optional.empty();
    if (key.isPresent() && files == 0) {
      throw new ConfigurationException(
          settings.where("key"), "data.streams of several files", "a key without them");
    }
    return new StreamPlan.Features(streams, key);
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
      section
          .keys()
          .forEach(name -> others.put(name, StreamSourceSection.read(section, name, folder)));
      return;
    }
    source(settings, "labels", Schema.LABEL, folder, others);
  }

  private static void source(
      Settings settings, String key, String stream, Path folder, Map<String, StreamSource> others) {
    if (settings.has(key)) {
      others.put(stream, StreamSourceSection.read(settings, key, folder));
    }
  }

  private static List<String> strings(Settings settings, String key) {
    return settings.list(key).stream().map(String::valueOf).toList();
  }

  private static Map<String, Object> whole(StreamSource source) {
    Map<String, Object> files = new LinkedHashMap<>();
    source.files().forEach((part, file) -> files.put(part, file.toAbsolutePath().toString()));
    return files;
  }

  /** Puts whole paths into the section's tree. */
  static void resolve(StreamPlan plan, Map<String, Object> data) {
    if (plan.features().ofFiles()) {
      Map<String, Object> streams = new LinkedHashMap<>();
      plan.features().streams().forEach((name, source) -> streams.put(name, whole(source)));
      data.put("streams", streams);
    }
    Map<String, String> keys =
        Map.of(
            Schema.LABEL, "labels",
            Schema.WEIGHT, "weights",
            Schema.TARGET, "target",
            Schema.KEYS, "keys",
            Schema.LENGTH, "lengths");
    plan.others()
        .forEach(
            (stream, source) -> {
              if (source.files().isEmpty()) {
                return;
              }
              Map<String, Object> files = whole(source);
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
}
