package io.concertina.workflow;

import io.concertina.ConfigurationException;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Weights of one model in another, by their full names.
 *
 * <p>A variable fits where both models have one of its name and shape; it comes with its mask, if
 * it has one. The other variables keep what they have.
 *
 * @param model with what fitted
 * @param taken names of the variables that fitted
 * @param fresh why each of the others did not, by name
 * @param unused names of the variables that only the model has that they come from
 */
public record WeightTransfer(
    Model model, List<String> taken, Map<String, String> fresh, List<String> unused) {

  /**
   * Takes what fits.
   *
   * @param from has the weights
   * @param into gets them, for instance {@link TrainingSession#initial}
   * @throws ConfigurationException if nothing fits
   */
  public static WeightTransfer of(Model from, Model into) {
    Map<String, Tensor> weights = new LinkedHashMap<>(into.weights());
    Map<String, Tensor> masks = new LinkedHashMap<>(into.masks());
    List<String> taken = new ArrayList<>();
    Map<String, String> fresh = new LinkedHashMap<>();
    into.weights()
        .forEach(
            (name, value) -> {
              Tensor other = from.weights().get(name);
              if (other == null) {
                fresh.put(name, "not there");
              } else if (!other.type().equals(value.type())) {
                fresh.put(name, value.shape() + ", there " + other.shape());
              } else {
                taken.add(name);
                weights.put(name, other);
                masks.remove(name);
                Tensor mask = from.masks().get(name);
                if (mask != null) {
                  masks.put(name, mask);
                }
              }
            });
    if (taken.isEmpty()) {
      throw new ConfigurationException(
          "--from",
          "a model with at least one of the variables " + into.weights().keySet(),
          "one with " + from.weights().keySet() + "; name its layers as in the configuration");
    }
    TreeSet<String> unused = new TreeSet<>(from.weights().keySet());
    unused.removeAll(into.weights().keySet());
    return new WeightTransfer(
        into.with(weights, masks, into.history()), taken, fresh, List.copyOf(unused));
  }

  /** What fitted and what did not, in sentences. */
  public List<String> report() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%d of %d variables have the weights of the other model"
            .formatted(taken.size(), taken.size() + fresh.size()));
    fresh.forEach((name, reason) -> sentences.add(name + " begins anew: " + reason));
    unused.forEach(name -> sentences.add(name + " of the other model is not used"));
    return sentences;
  }
}
