package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Names;
import io.concertina.config.Settings;
import io.concertina.ir.Shape;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which weights of a model are pruned: those with two axes or more that are no biases.
 *
 * @param include paths of layers or weights, {@code *} for any letters; empty for all
 * @param exclude likewise; wins
 */
public record Targets(List<String> include, List<String> exclude) {

  /** Every weight with two axes or more that is no bias. */
  public static final Targets ALL = new Targets(List.of(), List.of());

  public Targets {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  static Targets read(Settings settings) {
    return new Targets(texts(settings.list("include")), texts(settings.list("exclude")));
  }

  private static List<String> texts(List<Object> values) {
    return values.stream().map(String::valueOf).toList();
  }

  void describe(Description description) {
    if (!include.isEmpty()) {
      description.put("include", include);
    }
    if (!exclude.isEmpty()) {
      description.put("exclude", exclude);
    }
  }

  /**
   * The full names of the chosen weights.
   *
   * @throws ConfigurationException if a path fits none, or nothing is left
   */
  List<String> of(List<Variable> variables) {
    List<String> prunable =
        variables.stream()
            .filter(
                variable ->
                    variable.role() == Role.WEIGHT && isKernel(variable.name(), variable.shape()))
            .map(Variable::name)
            .toList();
    include.forEach(path -> check("include", path, prunable));
    exclude.forEach(path -> check("exclude", path, prunable));
    List<String> chosen = new ArrayList<>(prunable);
    if (!include.isEmpty()) {
      chosen.removeIf(name -> include.stream().noneMatch(path -> fits(path, name)));
    }
    chosen.removeIf(name -> exclude.stream().anyMatch(path -> fits(path, name)));
    if (chosen.isEmpty()) {
      throw new ConfigurationException(
          "pruner", "at least one weight of two axes to prune", "none; include more of the model");
    }
    return chosen;
  }

  /** True for a weight of two axes or more that is no bias: that of some cells has two rows. */
  static boolean isKernel(String name, Shape shape) {
    return shape.rank() >= 2 && !name.endsWith("/bias");
  }

  private static void check(String key, String path, List<String> prunable) {
    if (prunable.stream().noneMatch(name -> fits(path, name))) {
      TreeSet<String> layers = new TreeSet<>();
      prunable.forEach(name -> layers.add(name.substring(0, name.lastIndexOf('/'))));
      throw new ConfigurationException(
          key + ": no layer " + path + " with weights to prune; " + Names.advice(path, layers));
    }
  }

  /** A path fits a weight and the weights below it. */
  private static boolean fits(String path, String name) {
    String pattern =
        Pattern.compile("\\*")
            .splitAsStream(path)
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return name.matches(pattern + (path.endsWith("*") ? ".*" : "(/.*)?"));
  }
}
