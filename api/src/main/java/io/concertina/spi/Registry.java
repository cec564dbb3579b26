package io.concertina.spi;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Makers;
import io.concertina.config.Names;
import io.concertina.config.Settings;
import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.engine.EngineFactory;
import io.concertina.format.ModelFormat;
import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import io.concertina.metric.CodeStatistic;
import io.concertina.metric.Metric;
import io.concertina.model.LayerCount;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
import io.concertina.regularizer.Regularizer;
import io.concertina.score.Score;
import io.concertina.train.CheckpointFormat;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingListener;
import io.concertina.train.UnitPruner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Everything that a set of plugins offers, by kind and name. Thread-safe; what it answers never
 * changes.
 *
 * <p>A kind is collected when it is first asked for: who runs a model needs no losses. So two
 * factories of one kind and name are reported then; plugins, engines and formats that share a name
 * are reported at once.
 */
public final class Registry implements Makers {

  private final List<Plugin> plugins;
  private final Map<Class<?>, Function<Plugin, ? extends List<? extends Factory<?>>>> offers =
      new HashMap<>();
  private final Map<Class<?>, Map<String, Factory<?>>> factories = new ConcurrentHashMap<>();
  private final Map<String, EngineFactory> engines;
  private final Map<String, ModelReader> modelReaders;
  private final Map<String, ModelWriter> modelWriters;
  private final Map<String, DatasetFormat> datasets;

  private Registry(List<Plugin> plugins) {
    this.plugins = List.copyOf(plugins);
    unique("plugin", this.plugins, Plugin::name);
    this.plugins.forEach(Registry::handshake);
    offers.put(Layer.class, Plugin::layers);
    offers.put(Activation.class, Plugin::activations);
    offers.put(Initializer.class, Plugin::initializers);
    offers.put(Optimizer.class, Plugin::optimizers);
    offers.put(RateSchedule.class, Plugin::schedules);
    offers.put(Regularizer.class, Plugin::regularizers);
    offers.put(Pruner.class, Plugin::pruners);
    offers.put(UnitPruner.class, Plugin::unitPruners);
    offers.put(Loss.class, Plugin::losses);
    offers.put(Metric.class, Plugin::metrics);
    offers.put(Score.class, Plugin::scores);
    offers.put(Trainer.class, Plugin::trainers);
    offers.put(TrainingListener.class, Plugin::listeners);
    engines = services("engine", Plugin::engines, EngineFactory::name);
    modelReaders = services("model format", Plugin::modelReaders, ModelReader::name);
    modelWriters = services("model format", Plugin::modelWriters, ModelWriter::name);
    datasets = services("dataset format", Plugin::datasets, DatasetFormat::name);
  }

  /**
   * The plugins that a class loader sees.
   *
   * @throws ConfigurationException if two use one name, or one was made for other contracts
   */
  public static Registry load(ClassLoader loader) {
    List<Plugin> found = new ArrayList<>();
    try {
      ServiceLoader.load(Plugin.class, loader).forEach(found::add);
    } catch (ServiceConfigurationError e) {
      throw new ConfigurationException("plugins: one cannot be loaded: " + e.getMessage(), e);
    }
    return new Registry(found);
  }

  /** The plugins that the loader of these contracts sees. */
  public static Registry load() {
    return load(Registry.class.getClassLoader());
  }

  /** Just these plugins. */
  public static Registry of(Plugin... plugins) {
    return new Registry(List.of(plugins));
  }

  /** The plugins, in the order in which they were found. */
  public List<Plugin> plugins() {
    return plugins;
  }

  /** The names of a kind that has factories, for instance {@code Layer.class}. */
  public Collection<String> names(Class<?> kind) {
    return List.copyOf(factories(kind).keySet());
  }

  /** The factory of a kind under a name. */
  public Factory<?> factory(Class<?> kind, String name) {
    return Lookup.of(kind(kind), factories(kind), name);
  }

  /** The engine factories by name. */
  public Map<String, EngineFactory> engines() {
    return engines;
  }

  /** The engine factory of a name. */
  public EngineFactory engine(String name) {
    return Lookup.of("engine", engines, name);
  }

  /** The trainer of a name with its usual settings. */
  public Trainer trainer(String name) {
    return create(Trainer.class, "trainer", name);
  }

  /** The reader of a model format. */
  public ModelReader modelReader(String format) {
    return Lookup.of("model format", modelReaders, format);
  }

  /** The writer of a model format. */
  public ModelWriter modelWriter(String format) {
    return Lookup.of("model format", modelWriters, format);
  }

  /**
   * The reader of the model format that accepts a file's name.
   *
   * @throws ConfigurationException if none does
   */
  public ModelReader modelReader(Path file) {
    return accepting(modelReaders, file, "read");
  }

  /**
   * The writer of the model format that accepts a file's name.
   *
   * @throws ConfigurationException if none does
   */
  public ModelWriter modelWriter(Path file) {
    return accepting(modelWriters, file, "written");
  }

  private static <T extends ModelFormat> T accepting(Map<String, T> known, Path file, String how) {
    return first(known, candidate -> candidate.accepts(file))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    file.toString(),
                    "a file name of one of the model formats that are "
                        + how
                        + " "
                        + known.keySet(),
                    file.getFileName()));
  }

  private static <T> Optional<T> first(Map<String, T> known, Predicate<T> accepts) {
    return known.values().stream().filter(accepts).findFirst();
  }

  /** The checkpoint formats by name. */
  public Map<String, CheckpointFormat> checkpointFormats() {
    return services("checkpoint format", Plugin::checkpointFormats, CheckpointFormat::name);
  }

  /** The checkpoint format of a name. */
  public CheckpointFormat checkpointFormat(String name) {
    return Lookup.of("checkpoint format", checkpointFormats(), name);
  }

  /** The dataset formats by name. */
  public Map<String, DatasetFormat> datasets() {
    return datasets;
  }

  /**
   * The dataset format that accepts a file's name.
   *
   * @throws DataException if none does
   */
  public DatasetFormat dataset(Path file) {
    return first(datasets, candidate -> candidate.accepts(file))
        .orElseThrow(
            () ->
                new DataException(
                    file.toString(),
                    "a file name of one of the formats " + datasets.keySet(),
                    Files.exists(file) ? file.getFileName() : "no such file"));
  }

  /** The formats of rows to write, by name. */
  public Map<String, RowFormat> rowFormats() {
    return services("row format", Plugin::rowFormats, RowFormat::name);
  }

  /**
   * The format that writes rows to a file of this name.
   *
   * @throws ConfigurationException if none does
   */
  public RowFormat rowFormat(Path file) {
    Map<String, RowFormat> known = rowFormats();
    return first(known, candidate -> candidate.accepts(file))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    file.toString(),
                    "a name that ends in "
                        + Names.either(
                            known.values().stream()
                                .flatMap(format -> format.endings().stream())
                                .toList()),
                    "another"));
  }

  /** What is counted in the layers of models, by name. */
  public Map<String, LayerCount> layerCounts() {
    return services("layer count", Plugin::layerCounts, LayerCount::name);
  }

  /** What is counted in codes, by name. */
  public Map<String, CodeStatistic> codeStatistics() {
    return services("code statistic", Plugin::codeStatistics, CodeStatistic::name);
  }

  @Override
  public <T> T create(Class<T> kind, String path, Object tree) {
    String name;
    Object settings = Map.of();
    if (tree instanceof Map<?, ?> map) {
      if (map.size() != 1) {
        throw new ConfigurationException(
            path, "one " + kind(kind) + " with its settings below it", map.keySet());
      }
      name = String.valueOf(map.keySet().iterator().next());
      Object below = map.values().iterator().next();
      settings = below == null || "".equals(below) ? Map.of() : below;
    } else {
      name = String.valueOf(tree);
    }
    Factory<?> factory;
    try {
      factory = factory(kind, name);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(path + ": " + e.getMessage());
    }
    String where = path.isEmpty() ? name : path + "." + name;
    Settings reader = new Settings(where, Settings.map(where, settings), this);
    try {
      Object made = factory.create(reader);
      reader.finish();
      return kind.cast(made);
    } catch (ConfigurationException e) {
      throw at(path, name, e);
    }
  }

  /** The error with its place: an object that refuses a setting knows its own name at most. */
  private static ConfigurationException at(String path, String name, ConfigurationException e) {
    String message = String.valueOf(e.getMessage());
    if (path.isEmpty() || message.startsWith(path)) {
      return e;
    }
    String separator = message.startsWith(name + ".") ? "." : ": ";
    return new ConfigurationException(path + separator + message, e);
  }

  @Override
  public <T> Object describe(Class<T> kind, T value) {
    for (Factory<?> factory : factories(kind).values()) {
      if (factory.describes(value)) {
        Map<String, Object> settings = described(factory, value);
        return settings.isEmpty() ? factory.name() : Map.of(factory.name(), settings);
      }
    }
    throw new ConfigurationException(
        kind(kind) + " " + value.getClass().getName(), "a factory in a plugin", "none");
  }

  private <T> Map<String, Object> described(Factory<T> factory, Object value) {
    Description description = new Description(this);
    factory.describe(factory.type().cast(value), description);
    return description.values();
  }

  private static void handshake(Plugin plugin) {
    if (plugin.apiVersion() != Plugin.API_VERSION) {
      throw new ConfigurationException(
          "plugin " + plugin.name(),
          "a plugin for version " + Plugin.API_VERSION + " of the plugin contracts",
          "one for version " + plugin.apiVersion() + "; use the plugin's matching release");
    }
  }

  private Map<String, Factory<?>> factories(Class<?> kind) {
    return factories.computeIfAbsent(kind, this::collect);
  }

  private Map<String, Factory<?>> collect(Class<?> kind) {
    Map<String, Factory<?>> byName = new LinkedHashMap<>();
    for (Plugin plugin : plugins) {
      for (Factory<?> factory : offers.getOrDefault(kind, _ -> List.of()).apply(plugin)) {
        requireName(kind(kind), plugin, factory.name());
        register(kind(kind), plugin, factory.name(), factory, byName);
      }
    }
    return byName;
  }

  /** What configurations and model files cannot write down is no name. */
  private static void requireName(String kind, Plugin plugin, String name) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new ConfigurationException(
          "plugin " + plugin.name(),
          "a " + kind + " name of lower case letters, digits and _",
          "\"" + name + "\"");
    }
  }

  private <T> Map<String, T> services(
      String kind, Function<Plugin, List<T>> offers, Function<T, String> name) {
    Map<String, T> byName = new LinkedHashMap<>();
    for (Plugin plugin : plugins) {
      for (T service : offers.apply(plugin)) {
        register(kind, plugin, name.apply(service), service, byName);
      }
    }
    return Collections.unmodifiableMap(byName);
  }

  private static <T> void register(
      String kind, Plugin plugin, String name, T service, Map<String, T> byName) {
    if (byName.putIfAbsent(name, service) != null) {
      throw new ConfigurationException(
          "plugin " + plugin.name(),
          "a new " + kind + " name",
          name + ", which another plugin has");
    }
  }

  private static <T> void unique(String kind, List<T> items, Function<T, String> name) {
    Map<String, T> seen = new LinkedHashMap<>();
    for (T item : items) {
      if (seen.putIfAbsent(name.apply(item), item) != null) {
        throw new ConfigurationException(
            kind + " " + name.apply(item), "one of this name", "two; remove one jar");
      }
    }
  }

  private static String kind(Class<?> kind) {
    if (kind == RateSchedule.class) {
      return "schedule";
    }
    if (kind == UnitPruner.class) {
      return "unit pruner";
    }
    return kind == TrainingListener.class
        ? "listener"
        : kind.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
