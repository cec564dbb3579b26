package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.cli.option.EngineOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.layer.Layer;
import io.concertina.layer.Variable;
import io.concertina.model.Model;
import io.concertina.model.PlacedLayer;
import io.concertina.spi.Registry;
import io.concertina.workflow.Inspection;
import io.concertina.workflow.WeightSummary;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concertina inspect}. */
@Command(name = "inspect", description = "Shows what a model file holds.")
final class InspectCommand implements Callable<Integer> {

  /** Rows of a training step unless a configuration says otherwise. */
  private static final int BATCH = 32;

  private static final String LEVELS = " ▁▂▃▄▅▆▇█";

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path file = Path.of("");

  @Option(
      names = "--plan",
      description = "Print what the engine runs: encode, reconstruct, and a step of training.")
  private boolean plan;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Rows that the plans are for. Default: ${DEFAULT-VALUE}.")
  private int batch = BATCH;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private EngineOption engine = new EngineOption();

  private final Console console;
  private final PluginPath plugins;

  @Inject
  InspectCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Registry registry = plugins.registry();
    Inspection inside = new Inspection(new Sources(registry).model(file), registry);
    Map<String, String> plans = plan ? plans(inside) : Map.of();
    if (json) {
      Map<String, Object> tree = describe(inside);
      if (plan) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        plans.forEach((name, text) -> lines.put(name, text.lines().toList()));
        tree.put("plans", lines);
      }
      console.result(Json.line(tree));
    } else if (plan) {
      plans.values().forEach(text -> console.result(text.stripTrailing()));
    } else {
      print(inside);
    }
    return 0;
  }

  private Map<String, String> plans(Inspection inside) {
    try (Engine opened = engine.of(inside.registry()).open()) {
      if (batch < 1) {
        throw new ConfigurationException("--batch", "at least 1", batch);
      }
      Map<String, String> plans = inside.plans(opened, batch);
      if (plans.isEmpty()) {
        throw new EngineException(
            "--plan", "an engine that shows its plans, such as native", opened.name());
      }
      return plans;
    }
  }

  /** Sample shape by the name of a stream. */
  private static Map<String, Object> inputs(Model model) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    model
        .spec()
        .streams()
        .of(StreamSpec.Role.FEATURE)
        .forEach(stream -> inputs.put(stream.name(), sizes(stream.shape().sizes())));
    return inputs;
  }

  /** What the layers can read by name: features, their parts, labels. */
  private static List<Map<String, Object>> streams(Model model) {
    List<Map<String, Object>> streams = new ArrayList<>();
    for (StreamSpec stream : model.spec().streams().streams()) {
      String role = stream.role().name().toLowerCase(Locale.ROOT);
      if (stream.name().equals(Schema.X) && !model.spec().parts().isEmpty()) {
        model
            .spec()
            .parts()
            .forEach(part -> streams.add(stream(part.name(), role, List.of(part.width()))));
      } else {
        streams.add(stream(stream.name(), role, sizes(stream.shape().sizes())));
      }
    }
    return streams;
  }

  private static Map<String, Object> stream(String name, String role, List<Integer> shape) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("role", role);
    entry.put("shape", shape);
    return entry;
  }

  private static Map<String, Object> describe(Inspection inside) {
    Model model = inside.model();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("spec", model.spec().describe(inside.registry()));
    tree.put("inputs", inputs(model));
    tree.put("streams", streams(model));
    tree.put("code", sizes(model.blueprint().code().sizes()));
    tree.put("graph", graph(model, inside.registry()));
    List<Map<String, Object>> variables = new ArrayList<>();
    Map<String, WeightSummary> weights = inside.weights();
    for (Variable variable : model.blueprint().variables()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", variable.name());
      entry.put("role", variable.role().name().toLowerCase(Locale.ROOT));
      entry.put("shape", sizes(variable.shape().sizes()));
      entry.putAll(describe(Objects.requireNonNull(weights.get(variable.name()))));
      variables.add(entry);
    }
    tree.put("variables", variables);
    tree.put("parameters", inside.parameters());
    tree.put("nonzero", inside.nonzero());
    tree.put("multiply_adds", inside.multiplyAdds());
    tree.put("receptive_fields", inside.receptiveFields());
    tree.put("masked", model.masks().keySet());
    inside.counts().forEach((count, layers) -> tree.put(count.name(), layers));
    tree.put("dead_units", tree.getOrDefault("cut_off_units", Map.of())); // its former name
    tree.put("columns", model.columns());
    tree.put("facts", model.facts());
    tree.put("epochs", model.history().epochs().size());
    if (!model.history().epochs().isEmpty()) {
      tree.put("last", model.history().epochs().getLast().values());
    }
    return tree;
  }

  /** What each layer reads and gives. */
  private static List<Map<String, Object>> graph(Model model, Registry registry) {
    List<Map<String, Object>> graph = new ArrayList<>();
    for (PlacedLayer layer : model.spec().graph()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", layer.path());
      entry.put("layer", kind(layer, registry));
      entry.put("from", layer.from());
      entry.put("shape", sizes(shape(model, layer).sizes()));
      graph.add(entry);
    }
    return graph;
  }

  private static Shape shape(Model model, PlacedLayer layer) {
    return Objects.requireNonNull(model.blueprint().ports().get(layer.path()), layer.path());
  }

  /** The name of a layer's factory. */
  private static String kind(PlacedLayer layer, Registry registry) {
    Object tree = registry.describe(Layer.class, layer.layer());
    return String.valueOf(tree instanceof Map<?, ?> map ? map.keySet().iterator().next() : tree);
  }

  private void printGraph(Model model, Registry registry) {
    console.result("layers");
    for (PlacedLayer layer : model.spec().graph()) {
      console.result(
          "  %-40s %-18s %-16s reads %s"
              .formatted(
                  layer.path(),
                  kind(layer, registry),
                  shape(model, layer),
                  String.join(", ", layer.from())));
    }
  }

  private static List<Integer> sizes(int[] sizes) {
    return Arrays.stream(sizes).boxed().toList();
  }

  private static Map<String, Object> describe(WeightSummary weight) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("nonzero", weight.nonzero());
    tree.put("sparsity", weight.sparsity());
    Map<String, Object> histogram = new LinkedHashMap<>();
    histogram.put("low", -weight.largest());
    histogram.put("high", weight.largest());
    histogram.put("counts", weight.counts());
    tree.put("histogram", histogram);
    return tree;
  }

  /** The histogram of a weight as a line of blocks. */
  private static String bars(WeightSummary weight) {
    int most = weight.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (int count : weight.counts()) {
      int level = most == 0 ? 0 : (int) Math.ceilDiv((long) count * (LEVELS.length() - 1), most);
      bars.append(LEVELS.charAt(level));
    }
    return bars.toString();
  }

  /** What a sample costs in each layer, and what the layers see of it. */
  private void printLayers(Inspection inside) {
    Map<String, Long> costs = inside.multiplyAdds();
    long all = costs.values().stream().mapToLong(Long::longValue).sum();
    console.result("multiply-adds of a sample " + all);
    costs.forEach((layer, count) -> console.result("  %-40s %10d".formatted(layer, count)));
    inside
        .receptiveFields()
        .forEach(
            (layer, field) ->
                console.result(
                    "  %-40s sees %s positions"
                        .formatted(
                            layer,
                            field.stream().map(String::valueOf).collect(Collectors.joining("x")))));
  }

  private void print(Inspection inside) {
    Model model = inside.model();
    console.result("input       " + model.spec().sample());
    if (streams(model).size() > 1) {
      streams(model)
          .forEach(
              stream ->
                  console.result(
                      "  %-20s %-8s %s"
                          .formatted(stream.get("name"), stream.get("role"), stream.get("shape"))));
    }
    console.result("code        " + model.blueprint().code());
    console.result("parameters  " + inside.parameters());
    console.result("nonzero     " + inside.nonzero());
    printGraph(model, inside.registry());
    printLayers(inside);
    Map<String, WeightSummary> weights = inside.weights();
    for (Variable variable : model.blueprint().variables()) {
      WeightSummary summary = Objects.requireNonNull(weights.get(variable.name()));
      console.result(
          "  %-40s %-8s %-12s %5.1f %% zeros  ±%-8s %s"
              .formatted(
                  variable.name(),
                  variable.role().name().toLowerCase(Locale.ROOT),
                  variable.shape(),
                  100 * summary.sparsity(),
                  String.format(Locale.ROOT, "%.3g", summary.largest()),
                  bars(summary))
              .stripTrailing());
    }
    inside
        .counts()
        .forEach(
            (kind, layers) ->
                layers.forEach(
                    (layer, count) ->
                        console.result("  %-40s %d %s".formatted(layer, count, kind.words()))));
    console.result("epochs      " + model.history().epochs().size());
    if (!model.history().epochs().isEmpty()) {
      model
          .history()
          .epochs()
          .getLast()
          .values()
          .forEach(
              (name, value) ->
                  console.result("  %-20s %s".formatted(name, TrainingSummary.number(value))));
    }
    model
        .facts()
        .forEach(
            (name, value) -> console.result("%-11s %s".formatted(name, value.replace('\n', ' '))));
  }
}
