package io.concertina.cli.output;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.format.AtomicFile;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What a training run leaves behind: the resolved configuration, the history, the metrics, the
 * checkpoints and the model. Every file takes its place whole, and all files are of one run.
 *
 * <p>While it is open no other run can open it.
 */
public final class RunFolder implements AutoCloseable {

  private static final String CONFIGURATION = "config.yaml";
  private static final String HISTORY = "history.csv";
  private static final String METRICS = "metrics.json";

  private final RunPlace place;
  private final Path path;
  private final boolean isNew;
  private final RunLock lock;

  private RunFolder(RunPlace place, Path path, boolean isNew, RunLock lock) {
    this.place = place;
    this.path = path;
    this.isNew = isNew;
    this.lock = lock;
  }

  /**
   * Opens the folder of a place.
   *
   * @throws ConfigurationException if another run has it, or a run is there that may not go
   * @throws DataException if it cannot be made
   */
  static RunFolder open(RunPlace place, Path path) {
    try {
      boolean isNew = !Files.exists(path);
      Files.createDirectories(path);
      RunLock lock = RunLock.take(path);
      try {
        place.check();
      } catch (ConfigurationException e) {
        lock.close();
        throw e;
      }
      return new RunFolder(place, path, isNew, lock);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Makes the first folder of this name, or of this name with a number, that is not there yet. */
  static RunFolder fresh(RunPlace place, Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      for (int number = 1; ; number++) {
        Path candidate =
            number == 1 ? path : path.resolveSibling(path.getFileName() + "-" + number);
        try {
          Files.createDirectory(candidate);
          return new RunFolder(place, candidate, true, RunLock.take(candidate));
        } catch (FileAlreadyExistsException _) {
          // Another run began in the same second.
        }
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static DataException failure(Path path, IOException e) {
    return new DataException(path + ": expected a folder to write to, got " + Reason.of(e), e);
  }

  /** Files of a run in a folder, but for the checkpoints. */
  static List<Path> files(Path path) {
    return Stream.of(CONFIGURATION, HISTORY, METRICS, "model.concertina")
        .map(path::resolve)
        .toList();
  }

  static Path configuration(Path path) {
    return path.resolve(CONFIGURATION);
  }

  static Path model(Path path) {
    return path.resolve("model.concertina");
  }

  static Path checkpoints(Path path) {
    return path.resolve("checkpoints");
  }

  /** Where the model goes. */
  public Path model() {
    return model(path);
  }

  /** Where the checkpoints go. */
  public Path checkpoints() {
    return checkpoints(path);
  }

  /**
   * Begins the run: unless it goes on with the run that is there, nothing of that one stays.
   *
   * @param tree the resolved configuration
   */
  public void begin(Map<String, Object> tree) {
    if (place.existing() != RunPlace.Existing.RESUME) {
      clear();
      writeConfiguration(tree);
    }
  }

  private void clear() {
    List<Path> old = new ArrayList<>(files(path));
    try {
      Files.createDirectories(checkpoints());
      try (Stream<Path> files = Files.list(checkpoints())) {
        files.filter(Files::isRegularFile).forEach(old::add);
      }
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Writes the resolved configuration. */
  public void writeConfiguration(Map<String, Object> tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    write(CONFIGURATION, new Yaml(options).dump(tree));
  }

  /** Writes the history, one row per epoch. */
  public void writeHistory(History history) {
    Set<String> names = new LinkedHashSet<>();
    history.epochs().forEach(epoch -> names.addAll(epoch.values().keySet()));
    StringBuilder text = new StringBuilder("epoch");
    names.forEach(name -> text.append(',').append(name));
    for (Epoch epoch : history.epochs()) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(epoch.number())));
      for (String name : names) {
        Double value = epoch.values().get(name);
        cells.add(value == null ? "" : value.toString());
      }
      text.append('\n').append(String.join(",", cells));
    }
    write(HISTORY, text.append('\n').toString());
  }

  /** Writes the results. */
  public void writeMetrics(Map<String, Object> results) {
    write(METRICS, Json.pretty(results) + "\n");
  }

  private void write(String name, String text) {
    AtomicFile.write(path.resolve(name), text);
  }

  /** Gives the folder free; one that was made for a run that never began goes. */
  @Override
  public void close() {
    lock.close();
    try (Stream<Path> content = Files.list(path)) {
      if (isNew && content.findAny().isEmpty()) {
        Files.delete(path);
      }
    } catch (IOException _) {
      // An empty folder stays.
    }
  }
}
