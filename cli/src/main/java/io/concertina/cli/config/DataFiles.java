package io.concertina.cli.config;

import io.concertina.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the rows of a run come from.
 *
 * @param train training rows
 * @param validation validation rows
 * @param test test rows
 * @param generate rows to be generated instead of {@code train}
 */
public record DataFiles(
    Optional<Path> train,
    Optional<Path> validation,
    Optional<Path> test,
    Optional<GeneratedData> generate) {

  static DataFiles read(Settings settings, Path folder) {
    return new DataFiles(
        path(settings, "train", folder),
        path(settings, "validation", folder),
        path(settings, "test", folder),
        settings.has("generate")
            ? Optional.of(GeneratedData.read(settings.section("generate")))
            : Optional.empty());
  }

  static Optional<Path> path(Settings settings, String key, Path folder) {
    return settings.has(key)
        ? Optional.of(folder.resolve(settings.text(key)).normalize())
        : Optional.empty();
  }

  /** The files by their keys. */
  Map<String, Path> paths() {
    Map<String, Path> paths = new LinkedHashMap<>();
    train.ifPresent(file -> paths.put("train", file));
    validation.ifPresent(file -> paths.put("validation", file));
    test.ifPresent(file -> paths.put("test", file));
    return paths;
  }
}
