package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Blueprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which layers learn, and how fast.
 *
 * <p>A path names a layer and all below it, for instance {@code encoder/dense_1}, {@code encoder}
 * or one variable, {@code encoder/dense_1/kernel}; {@code *} stands for any letters, as in {@code
 * encoder/*}.
 *
 * <p>Frozen variables stay as they are to the bit: they have no gradient, no slots and no decay,
 * and a layer's running statistics stand still. Their layers compute as in training all the same.
 * Gradients that are clipped together are those of the variables that learn.
 *
 * @param frozen paths of what does not learn
 * @param factors of the step's rate by path, finite and above 0; a variable under several has their
 *     product
 */
public record LayerRates(List<String> frozen, Map<String, Double> factors) {

  public LayerRates {
    frozen = List.copyOf(frozen);
    factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    factors.forEach(
        (path, factor) -> {
          if (!(factor > 0 && Double.isFinite(factor))) {
            throw new ConfigurationException(
                "training.rates." + path,
                "a factor above 0",
                factor + "; name a layer that is not to learn in training.freeze");
          }
        });
  }

  /** All layers learn at the rate of the step. */
  public static LayerRates all() {
    return new LayerRates(List.of(), Map.of());
  }

  /** The same with more that does not learn. */
  public LayerRates freeze(String... paths) {
    List<String> more = new ArrayList<>(frozen);
    more.addAll(List.of(paths));
    return new LayerRates(more, factors);
  }

  /** The same with another factor for a path. */
  public LayerRates scale(String path, double factor) {
    Map<String, Double> more = new LinkedHashMap<>(factors);
    more.put(path, factor);
    return new LayerRates(frozen, more);
  }

  /**
   * The same without paths that name nothing in a model, which is a part of the one they are of.
   */
  public LayerRates on(Blueprint part) {
    TreeSet<String> known = known(part);
    Map<String, Double> left = new LinkedHashMap<>(factors);
    left.keySet().removeIf(path -> known.stream().noneMatch(name -> names(path, name)));
    return new LayerRates(
        frozen.stream().filter(path -> known.stream().anyMatch(n -> names(path, n))).toList(),
        left);
  }

  private static TreeSet<String> known(Blueprint blueprint) {
    TreeSet<String> known = new TreeSet<>(blueprint.ports().keySet());
    blueprint.variables().forEach(variable -> known.add(variable.name()));
    return known;
  }

  /** True if a variable of this full name learns. */
  public boolean learns(String variable) {
    return frozen.stream().noneMatch(path -> names(path, variable));
  }

  /** What the step's rate is multiplied by for a variable of this full name. */
  public double factor(String variable) {
    double product = 1;
    for (Map.Entry<String, Double> entry : factors.entrySet()) {
      product *= names(entry.getKey(), variable) ? entry.getValue() : 1;
    }
    return product;
  }

  private static boolean names(String path, String variable) {
    String glob =
        Pattern.compile("\\*")
            .splitAsStream(path)
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return variable.matches(glob + (path.endsWith("*") ? ".*" : "(/.*)?"));
  }

  /**
   * Checks that a model has what the paths name.
   *
   * @throws ConfigurationException if one names nothing, or nothing is left that learns
   */
  void check(Blueprint blueprint) {
    List<Variable> variables = blueprint.variables();
    TreeSet<String> known = known(blueprint);
    frozen.forEach(path -> check("training.freeze", path, known));
    factors.keySet().forEach(path -> check("training.rates", path, known));
    if (!frozen.isEmpty()
        && variables.stream().noneMatch(v -> v.role() == Role.WEIGHT && learns(v.name()))) {
      throw new ConfigurationException(
          "training.freeze", "at least one layer that learns", frozen + ", which is all");
    }
  }

  private static void check(String key, String path, TreeSet<String> known) {
    if (known.stream().noneMatch(name -> names(path, name))) {
      TreeSet<String> layers = new TreeSet<>(known);
      known.forEach(name -> layers.add(name.replaceFirst("/.*", "")));
      String plain = path.replaceFirst("/\\*$", "");
      throw new ConfigurationException(
          key + ": no layer " + path + "; " + Names.advice(plain, layers));
    }
  }
}
