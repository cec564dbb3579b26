package io.concertina.cli.config;

import io.concertina.config.Settings;
import io.concertina.workflow.file.DataFiles;
import io.concertina.workflow.file.GeneratedRows;
import io.concertina.workflow.file.GeneratedRows.Distribution;
import java.nio.file.Path;
import java.util.Optional;

/** What the section {@code data} says of files. */
final class DataFilesSection {

  private DataFilesSection() {}

  static DataFiles read(Settings settings, Path folder) {
    return new DataFiles(
        path(settings, "train", folder),
        path(settings, "validation", folder),
        path(settings, "test", folder),
        settings.has("generate")
            ? Optional.of(generated(settings.section("generate")))
            : Optional.empty());
  }

  static Optional<Path> path(Settings settings, String key, Path folder) {
    return settings.has(key)
        ? Optional.of(folder.resolve(settings.text(key)).normalize())
        : Optional.empty();
  }

  private static GeneratedRows generated(Settings settings) {
    GeneratedRows rows =
        new GeneratedRows(
            settings.choice("distribution", Distribution.class, Distribution.UNIFORM),
            settings.integer("rows"),
            settings.integer("columns"),
            settings.longInteger("seed", 0));
    settings.finish();
    return rows;
  }
}
