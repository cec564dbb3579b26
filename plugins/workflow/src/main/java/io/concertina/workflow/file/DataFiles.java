package io.concertina.workflow.file;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    Optional<GeneratedRows> generate) {

  /** Training rows of a file. */
  public static DataFiles of(Path train) {
    return new DataFiles(Optional.of(train), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** These and validation rows. */
  public DataFiles validated(Path file) {
    return new DataFiles(train, Optional.of(file), test, generate);
  }

  /** These and test rows. */
  public DataFiles tested(Path file) {
    return new DataFiles(train, validation, Optional.of(file), generate);
  }

  /**
   * Where the training rows come from: the name and the hash of their file, or how they are made.
   */
  public String source() {
    return source(List.of());
  }

  /** The same with the files of streams beside. */
  String source(Collection<Path> streams) {
    if (train.isEmpty()) {
      return generate.map(Record::toString).orElse("");
    }
    Set<Path> files = new LinkedHashSet<>(Set.of(train.get()));
    files.addAll(streams);
    return files.stream().map(DataHash::of).collect(Collectors.joining(", "));
  }

  /** The files by their keys. */
  public Map<String, Path> paths() {
    Map<String, Path> paths = new LinkedHashMap<>();
    train.ifPresent(file -> paths.put("train", file));
    validation.ifPresent(file -> paths.put("validation", file));
    test.ifPresent(file -> paths.put("test", file));
    return paths;
  }
}
