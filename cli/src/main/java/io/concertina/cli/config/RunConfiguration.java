package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.engine.EngineOptions;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training run is told by its configuration.
 *
 * @param name of the run, by default the file's name
 * @param data rows and how they are prepared
 * @param encoder layers as configuration trees
 * @param decoder layers as configuration trees
 * @param plan how to train
 * @param engine name of the engine
 * @param options how the engine runs
 * @param trainer name of the trainer
 * @param tree everything, for the record: it stands for itself, wherever it is read from
 */
public record RunConfiguration(
    String name,
    DataSection data,
    List<Object> encoder,
    List<Object> decoder,
    TrainingPlan plan,
    String engine,
    EngineOptions options,
    String trainer,
    Map<String, Object> tree) {

  /**
   * Reads a configuration.
   *
   * @param file where it stands; paths in it are relative to the file's folder
   * @param tree what {@link ConfigurationFile} read
   * @param registry makes what the configuration names
   * @throws io.concertina.ConfigurationException if a key is unknown or a value is wrong
   */
  public static RunConfiguration read(Path file, Map<String, Object> tree, Registry registry) {
    Settings root = new Settings("", tree, registry);
    String name = root.text("name", file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    Path folder = file.toAbsolutePath().getParent();
    long seed = root.longInteger("seed", 0);
    Settings data = root.section("data");
    DataSection rows = DataSection.read(data, folder == null ? Path.of("") : folder);
    Settings model = root.section("model");
    List<Object> encoder = layers(model, "encoder");
    List<Object> decoder = layers(model, "decoder");
    model.finish();
    TrainingPlan plan = TrainingSection.read(root.section("training"), seed);
    Settings engine = root.section("engine");
    String engineName = engine.text("name", "native");
    int threads = engine.integer("threads", EngineOptions.defaults().threads());
    Settings extra = engine.section("settings");
    Map<String, String> settings = new LinkedHashMap<>();
    for (String key : extra.keys()) {
      settings.put(key, extra.text(key));
    }
    engine.finish();
    String trainer = root.text("trainer", "local");
    root.finish();
    Map<String, Object> resolved = resolved(tree, rows);
    resolved.put("name", name);
    return new RunConfiguration(
        name,
        rows,
        encoder,
        decoder,
        plan,
        engineName,
        new EngineOptions(threads, settings),
        trainer,
        resolved);
  }

  /** The tree with whole paths, which mean the same from everywhere. */
  private static Map<String, Object> resolved(Map<String, Object> tree, DataSection rows) {
    Map<String, Object> resolved = new LinkedHashMap<>(tree);
    if (tree.get("data") instanceof Map<?, ?>) {
      Map<String, Object> data = new LinkedHashMap<>(Settings.map("data", tree.get("data")));
      rows.paths().forEach((key, path) -> data.put(key, path.toAbsolutePath().toString()));
      resolved.put("data", data);
    }
    return resolved;
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

  /**
   * Reads a section {@code training} that stands for itself.
   *
   * @param tree the section
   * @param seed of the run
   * @throws io.concertina.ConfigurationException if a key is unknown or a value is wrong
   */
  public static TrainingPlan plan(Map<String, Object> tree, long seed, Registry registry) {
    return TrainingSection.read(new Settings("training", tree, registry), seed);
  }

  /** The section {@code training} as it was written. */
  public Object training() {
    return tree.getOrDefault("training", Map.of());
  }

  private static List<Object> layers(Settings model, String key) {
    List<Object> layers = model.list(key);
    if (layers.isEmpty()) {
      throw new ConfigurationException(model.where(key), "at least one layer", "none");
    }
    return layers;
  }
}
