package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.layer.Layer;
import io.concertina.layer.Variable;
import io.concertina.model.Model;
import io.concertina.model.PlacedLayer;
import io.concertina.plugin.pruning.CutOffUnits;
import io.concertina.spi.Registry;
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
import picocli.CommandLine.ParentCommand;

/** {@code concertina inspect}. */
@Command(name = "inspect", description = "Shows what a model file holds.")
final class InspectCommand implements Callable<Integer> {

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
  private int batch = PlanListing.BATCH;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private EngineChoice engine = new EngineChoice();

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Registry registry = parent.registry();
    Model model = new Sources(registry).model(file);
    Map<String, String> plans = plan ? plans(model, registry) : Map.of();
    if (json) {
      Map<String, Object> tree = describe(model, registry);
      if (plan) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        plans.forEach((name, text) -> lines.put(name, text.lines().toList()));
        tree.put("plans", lines);
      }
      console.result(Json.line(tree));
    } else if (plan) {
      plans.values().forEach(text -> console.result(text.stripTrailing()));
    } else {
      print(model, registry);
    }
    return 0;
  }

  private Map<String, String> plans(Model model, Registry registry) {
    try (Engine opened = engine.open(registry)) {
      return new PlanListing(opened, batch).of(model, registry);
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

  private static Map<String, Object> describe(Model model, Registry registry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("spec", model.spec().describe(registry));
    tree.put("inputs", inputs(model));
    tree.put("code", sizes(model.blueprint().code().sizes()));
    tree.put("graph", graph(model, registry));
    List<Map<String, Object>> variables = new ArrayList<>();
    for (Variable variable : model.blueprint().variables()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", variable.name());
      entry.put("role", variable.role().name().toLowerCase(Locale.ROOT));
      entry.put("shape", sizes(variable.shape().sizes()));
      entry.putAll(WeightSummary.of(model.weight(variable.name())).describe());
      variables.add(entry);
    }
    tree.put("variables", variables);
    tree.put("parameters", parameters(model));
    tree.put("nonzero", nonzero(model));
    tree.put("multiply_adds", MultiplyAdds.byLayer(model));
    tree.put("receptive_fields", ReceptiveFields.of(model));
    tree.put("masked", model.masks().keySet());
    Map<String, Integer> cutOff = CutOffUnits.of(model);
    tree.put("cut_off_units", cutOff);
    tree.put("dead_units", cutOff); // the key's former name
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

  private static long parameters(Model model) {
    return model.blueprint().variables().stream()
        .mapToLong(variable -> variable.shape().size())
        .sum();
  }

  private static long nonzero(Model model) {
    return model.weights().values().stream().mapToLong(Sparsity::nonzero).sum();
  }

  /** What a sample costs in each layer, and what the layers see of it. */
  private void printLayers(Model model) {
    Map<String, Long> costs = MultiplyAdds.byLayer(model);
    console.result("multiply-adds of a sample " + MultiplyAdds.total(costs));
    costs.forEach((layer, count) -> console.result("  %-40s %10d".formatted(layer, count)));
    ReceptiveFields.of(model)
        .forEach(
            (layer, field) ->
                console.result(
                    "  %-40s sees %s positions"
                        .formatted(
                            layer,
                            field.stream().map(String::valueOf).collect(Collectors.joining("x")))));
  }

  private void print(Model model, Registry registry) {
    console.result("input       " + model.spec().sample());
    console.result("code        " + model.blueprint().code());
    console.result("parameters  " + parameters(model));
    console.result("nonzero     " + nonzero(model));
    printGraph(model, registry);
    printLayers(model);
    for (Variable variable : model.blueprint().variables()) {
      WeightSummary summary = WeightSummary.of(model.weight(variable.name()));
      console.result(
          "  %-40s %-8s %-12s %5.1f %% zeros  ±%-8s %s"
              .formatted(
                  variable.name(),
                  variable.role().name().toLowerCase(Locale.ROOT),
                  variable.shape(),
                  100 * summary.sparsity(),
                  String.format(Locale.ROOT, "%.3g", summary.largest()),
                  summary.bars())
              .stripTrailing());
    }
    CutOffUnits.of(model)
        .forEach(
            (layer, count) -> console.result("  %-40s %d units cut off".formatted(layer, count)));
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
