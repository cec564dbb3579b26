package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a stream beside the features comes from: columns of the rows' own file, or a file beside
 * it.
 *
 * @param columns of the same file, or the names of arrays in it; empty if there are files
 * @param files by part: {@code train}, {@code validation}, {@code test}
 */
public record StreamSource(List<String> columns, Map<String, Path> files) {

  private static final List<String> PARTS = List.of("train", "validation", "test");

  public StreamSource {
    columns = List.copyOf(columns);
    files = Map.copyOf(files);
  }

  /** Reads a column, a list of columns, a file of the training rows, or a map of files by part. */
  static StreamSource read(Settings settings, String key, Path folder) {
    Object value = settings.value(key);
    if (value instanceof Map<?, ?>) {
      Settings section = settings.section(key);
      Map<String, Path> files = new LinkedHashMap<>();
      for (String part : PARTS) {
        DataFiles.path(section, part, folder).ifPresent(file -> files.put(part, file));
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
