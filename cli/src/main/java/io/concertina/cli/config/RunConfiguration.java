package io.concertina.cli.config;

import io.concertina.config.Makers;
import io.concertina.config.Settings;
import io.concertina.score.Score;
import io.concertina.workflow.file.DataPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a training run is told by its configuration.
 *
 * @param name of the run, by default the file's name
 * @param data rows and how they are prepared
 * @param model layers
 * @param training how it is trained
 * @param score how the model scores rows; empty for the mean error
 * @param engine what computes
 * @param tree everything, for the record: it stands for itself, wherever it is read from
 */
public record RunConfiguration(
    String name,
    DataPlan data,
    ModelSection model,
    TrainingSection training,
    Optional<Score> score,
    EngineSection engine,
    Map<String, Object> tree) {

  /** The top-level keys of a configuration. */
  static final Set<String> KEYS =
      Set.of(
          "name",
          "seed",
          "trainer",
          "listeners",
          "data",
          "model",
          "training",
          "score",
          "engine",
          Variables.SECTION);

  /**
   * Reads a configuration.
   *
   * @param file where it stands; paths in it are relative to the file's folder
   * @param tree what {@link ConfigurationFile} read
   * @param makers make what the configuration names
   * @throws io.concertina.ConfigurationException if a key is unknown or a value is wrong
   */
  public static RunConfiguration read(Path file, Map<String, Object> tree, Makers makers) {
    Settings root = new Settings("", tree, makers);
    String name = root.text("name", file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    Path folder = file.toAbsolutePath().getParent();
    long seed = root.longInteger("seed", 0);
    DataPlan data = DataSection.read(root.section("data"), folder == null ? Path.of("") : folder);
    ModelSection model = ModelSection.read(root.section("model"));
    TrainingSection training = TrainingSection.read(root, seed);
    Optional<Score> score =
        root.has("score") ? Optional.of(root.plugin("score", Score.class)) : Optional.empty();
    EngineSection engine = EngineSection.read(root.section("engine"));
    root.finish();
    Map<String, Object> resolved = new LinkedHashMap<>(tree);
    if (tree.get("data") instanceof Map<?, ?>) {
      resolved.put("data", DataSection.resolved(data, Settings.map("data", tree.get("data"))));
    }
    resolved.put("name", name);
    return new RunConfiguration(name, data, model, training, score, engine, resolved);
  }

  /**
   * Puts files of the command line into a tree.
   *
   * @param train training rows, instead of those that the tree names or has generated
   * @param test test rows
   */
  public static void replace(Map<String, Object> tree, @Nullable Path train, @Nullable Path test) {
    Map<String, Object> data =
        new LinkedHashMap<>(Settings.map("data", tree.getOrDefault("data", Map.of())));
    if (train != null) {
      data.remove("generate");
      data.put("train", train.toAbsolutePath().toString());
    }
    if (test != null) {
      data.put("test", test.toAbsolutePath().toString());
    }
    tree.put("data", data);
  }
}
