package io.concertina.workflow.file;

import java.nio.file.Path;
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

  public StreamSource {
    columns = List.copyOf(columns);
    files = Map.copyOf(files);
  }

  /** Columns of the rows' own file. */
  public static StreamSource columns(String... names) {
    return new StreamSource(List.of(names), Map.of());
  }
}
