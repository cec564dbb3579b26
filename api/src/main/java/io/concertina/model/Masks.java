package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What holds between masks and the weights that they belong to. */
public final class Masks {

  private Masks() {}

  /** Name of the mask of a weight among the residents. */
  public static String resident(String weight) {
    return "mask/" + weight;
  }

  /** A tensor whose elements are replaced where a mask is false. */
  public static Tensor apply(Tensor mask, Tensor value, float otherwise) {
    float[] elements = value.toFloats();
    for (int i = 0; i < elements.length; i++) {
      if (mask.intAt(i) == 0) {
        elements[i] = otherwise;
      }
    }
    return Tensor.view(value.shape(), elements);
  }

  /**
   * Checks that each mask belongs to a weight, has its shape, and is false only where it is 0.
   *
   * @throws ShapeException if a mask fits no weight
   * @throws ConfigurationException if a weight is not 0 where its mask is false
   */
  static void check(
      Map<String, Tensor> masks, Map<String, Tensor> weights, List<Variable> variables) {
    Map<String, Variable> trained = new HashMap<>();
    variables.stream()
        .filter(variable -> variable.role() == Role.WEIGHT)
        .forEach(variable -> trained.put(variable.name(), variable));
    masks.forEach(
        (name, mask) -> {
          Variable variable = trained.get(name);
          if (variable == null) {
            throw new ShapeException("mask " + name, "a weight of that name", "none");
          }
          TensorType type = new TensorType(DType.BOOL, variable.shape());
          if (!mask.type().equals(type)) {
            throw new ShapeException("mask " + name, type.toString(), mask.type());
          }
          Tensor weight = weights.get(name);
          if (weight != null) {
            check(name, mask, weight);
          }
        });
  }

  private static void check(String name, Tensor mask, Tensor weight) {
    for (int i = 0; i < weight.size(); i++) {
      if (mask.intAt(i) == 0 && weight.floatAt(i) != 0) {
        throw new ConfigurationException(
            "weight " + name,
            "0 where its mask is false",
            weight.floatAt(i) + " at element " + i + "; apply the mask to the weight");
      }
    }
  }

  /** The masks of weights whose initial zeros are to stay. */
  static Map<String, Tensor> initial(Map<String, Tensor> weights, List<Variable> variables) {
    Map<String, Tensor> masks = new LinkedHashMap<>();
    for (Variable variable : variables) {
      Tensor weight = weights.get(variable.name());
      if (weight != null && variable.role() == Role.WEIGHT && variable.initializer().keepsZeros()) {
        masks.put(variable.name(), support(weight));
      }
    }
    return masks;
  }

  private static Tensor support(Tensor weight) {
    int[] bits = new int[weight.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = weight.floatAt(i) == 0 ? 0 : 1;
    }
    return Tensor.ofBooleans(weight.shape(), bits);
  }

  /** The weights, 0 where a mask is false. */
  static Map<String, Tensor> apply(Map<String, Tensor> masks, Map<String, Tensor> weights) {
    Map<String, Tensor> applied = new LinkedHashMap<>(weights);
    masks.forEach(
        (name, mask) -> {
          Tensor weight = weights.get(name);
          if (weight != null && mask.size() == weight.size()) {
            applied.put(name, apply(mask, weight, 0));
          }
        });
    return applied;
  }
}
