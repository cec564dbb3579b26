package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.data.Schema;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.model.Head;
import io.concertina.model.ModelSpec;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run makes small and what it watches.
 *
 * <p>The loss is the sum of named terms, each times its coefficient: the reconstruction, the
 * categories where the model has some, the heads', and what layers add under their path.
 *
 * @param loss compares the reconstruction with what it should be
 * @param heads supervised terms
 * @param metrics watched, by name
 * @param coefficients of terms and of layers by full name; what is not named has 1, or what its
 *     layer says
 */
public record Objective(
    Loss loss,
    List<HeadTerm> heads,
    Map<String, Watch> metrics,
    Map<String, Coefficient> coefficients) {

  /** Name of the term of the numbers that are reconstructed. */
  public static final String RECONSTRUCTION = "reconstruction";

  /** Name of the term of the categories that are reconstructed. */
  public static final String CATEGORIES = "categories";

  /** Names that the program uses itself. */
  private static final Set<String> RESERVED =
      Set.of(
          "loss",
          "rate",
          "epoch",
          "step",
          "seconds",
          "phase",
          "sparsity",
          "score",
          "observed",
          "rows",
          "key",
          "keys",
          "code",
          "t",
          "x",
          RECONSTRUCTION,
          CATEGORIES);

  public Objective {
    heads = List.copyOf(heads);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    coefficients = Collections.unmodifiableMap(new LinkedHashMap<>(coefficients));
    Set<String> names = new HashSet<>();
    for (HeadTerm term : heads) {
      check("head", term.head(), names);
    }
    metrics.keySet().forEach(name -> check("metric", name, names));
    Set<String> terms = new HashSet<>(heads.stream().map(HeadTerm::head).toList());
    terms.add(RECONSTRUCTION);
    metrics.forEach(
        (name, watch) -> {
          if (!terms.contains(watch.term())) {
            throw new ConfigurationException(
                "metric " + name, "a term to look at, one of " + terms, watch.term());
          }
        });
  }

  private static void check(String kind, String name, Set<String> taken) {
    if (name.isBlank() || RESERVED.contains(name) || name.startsWith("val_")) {
      throw new ConfigurationException(
          kind + " " + name, "a name that the program does not use itself", name);
    }
    if (!taken.add(name)) {
      throw new ConfigurationException(
          kind + " " + name, "a name of its own", "that of another metric or head");
    }
  }

  /** A loss and metrics of the reconstruction. */
  public Objective(Loss loss, Map<String, ? extends Metric> metrics) {
    this(loss, List.of(), watched(metrics), Map.of());
  }

  private static Map<String, Watch> watched(Map<String, ? extends Metric> metrics) {
    Map<String, Watch> watched = new LinkedHashMap<>();
    metrics.forEach((name, metric) -> watched.put(name, Watch.reconstruction(metric)));
    return watched;
  }

  /**
   * The same objective without the supervised terms, their metrics and coefficients, whose label
   * rows do not have.
   *
   * @param spec says which label a head predicts
   * @param rows what the rows are made of
   */
  public Objective on(ModelSpec spec, Schema rows) {
    Set<String> without =
        spec.outputs().heads().stream()
            .filter(head -> rows.find(head.label().name()).isEmpty())
            .map(Head::name)
            .collect(Collectors.toSet());
    Map<String, Watch> watched = new LinkedHashMap<>(metrics);
    watched.values().removeIf(watch -> without.contains(watch.term()));
    Map<String, Coefficient> left = new LinkedHashMap<>(coefficients);
    left.keySet().removeAll(without);
    List<HeadTerm> kept = heads.stream().filter(term -> !without.contains(term.head())).toList();
    return new Objective(loss, kept, watched, left);
  }

  /** The same objective with one more metric; one of that name stays. */
  public Objective watching(String name, Watch watch) {
    Map<String, Watch> watched = new LinkedHashMap<>();
    watched.put(name, watch);
    watched.putAll(metrics);
    return new Objective(loss, heads, watched, coefficients);
  }

  /** The coefficient of a term; 1 unless it is named. */
  public Coefficient coefficient(String term) {
    return coefficients.getOrDefault(term, Coefficient.of(1));
  }
}
