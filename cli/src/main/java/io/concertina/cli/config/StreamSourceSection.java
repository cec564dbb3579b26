package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.workflow.file.StreamSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a key of the section {@code data} says of a stream beside the features. */
final class StreamSourceSection {

  private static final List<String> PARTS = List.of("train", "validation", "test");

  private StreamSourceSection() {}

  /** Reads a column, a list of columns, a file of the training rows, or a map of files by part. */
  static StreamSource read(Settings settings, String key, Path folder) {
    Object value = settings.value(key);
    if (value instanceof Map<?, ?>) {
      Settings section = settings.section(key);
      Map<String, Path> files = new LinkedHashMap<>();
      for (String part : PARTS) {
        DataFilesSection.path(section, part, folder).ifPresent(file -> files.put(part, file));
      }
      section.finish();
      return new StreamSource(List.of(), files);
    }
    List<String> names = settings.list(key).stream().map(String::valueOf).toList();
    if (names.isEmpty()) {
      throw new ConfigurationException(settings.where(key), "a column or a file", "none");
    }
    Path file = folder.resolve(names.getFirst()).normalize();
    boolean isFile = names.size() == 1 && Files.isRegularFile(file);
    return isFile
        ? new StreamSource(List.of(), Map.of("train", file))
        : new StreamSource(names, Map.of());
  }
}
