package io.concertina.workflow;

import io.concertina.engine.Engine;
import io.concertina.layer.Variable;
import io.concertina.model.LayerCount;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is in a model.
 *
 * @param model at rest
 * @param registry knows what is counted in layers
 */
public record Inspection(Model model, Registry registry) {

  /** Number of all weights and state. */
  public long parameters() {
    return model.blueprint().variables().stream()
        .mapToLong(variable -> variable.shape().size())
        .sum();
  }

  /** How many of them are not 0. */
  public long nonzero() {
    return model.weights().values().stream().mapToLong(Sparsity::nonzero).sum();
  }

  /** What each variable is like, by its name. */
  public Map<String, WeightSummary> weights() {
    Map<String, WeightSummary> weights = new LinkedHashMap<>();
    for (Variable variable : model.blueprint().variables()) {
      weights.put(variable.name(), WeightSummary.of(model.weight(variable.name())));
    }
    return weights;
  }

  /**
   * Multiply-adds of one reconstruction by the path of the layer, without those that meet a zero
   * weight; layers without any are left out.
   */
  public Map<String, Long> multiplyAdds() {
    return MultiplyAdds.byLayer(model);
  }

  /** How many positions of the sample one position sees, by the path of the encoder's layer. */
  public Map<String, List<Integer>> receptiveFields() {
    return ReceptiveFields.of(model);
  }

  /** What the plugins count in layers, for instance units that are cut off: by layer. */
  public Map<LayerCount, Map<String, Long>> counts() {
    Map<LayerCount, Map<String, Long>> counts = new LinkedHashMap<>();
    registry.layerCounts().values().forEach(count -> counts.put(count, count.of(model)));
    return counts;
  }

  /**
   * What an engine makes of the functions {@code encode}, {@code reconstruct} and {@code step}, by
   * their names. The step is that of the model's plan without supervised terms, or of loss {@code
   * mse} and optimiser {@code adam} where no plan is known.
   *
   * @param batch rows, at least 1
   * @return nothing if the engine explains nothing
   */
  public Map<String, String> plans(Engine engine, int batch) {
    return new PlanListing(engine, batch).of(model, registry);
  }
}
