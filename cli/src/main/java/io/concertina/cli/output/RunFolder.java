package io.concertina.cli.output;

import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What a training run leaves behind: the resolved configuration, the history, the metrics, the
 * checkpoints and the model. Every file takes its place whole.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  /** A folder; it is made when the first file is written. */
  public static RunFolder of(Path path) {
    return new RunFolder(path);
  }

  /** Where the model goes. */
  public Path model() {
    return path.resolve("model.concertina");
  }

  /** Where the checkpoints go. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /**
   * Makes the folder and the folder for checkpoints.
   *
   * @throws DataException if that fails
   */
  public void make() {
    try {
      Files.createDirectories(checkpoints());
    } catch (IOException e) {
      throw new DataException(path + ": expected a folder to write to, got " + Reason.of(e), e);
    }
  }

  /** Writes the resolved configuration. */
  public void writeConfiguration(Map<String, Object> tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    write("config.yaml", new Yaml(options).dump(tree));
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
    write("history.csv", text.append('\n').toString());
  }

  /** Writes the results. */
  public void writeMetrics(Map<String, Object> results) {
    write("metrics.json", Json.pretty(results) + "\n");
  }

  private void write(String name, String text) {
    TextFile.write(path.resolve(name), text);
  }
}
