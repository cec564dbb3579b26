package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Weights with their masks in one file of tensors.
 *
 * <p>The metadata names the weights that have a mask. A mask is where its weight is not 0, and only
 * a mask that is true at a weight of 0 is stored, as a tensor {@code mask/NAME}.
 */
final class MaskedWeights {

  private static final String MASKED = "masked";
  private static final String PREFIX = "mask/";

  private MaskedWeights() {}

  static TensorFile file(Model model) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(model.weights());
    model
        .masks()
        .forEach(
            (name, mask) -> {
              if (!mask.equals(support(tensor(model.weights(), name)))) {
                tensors.put(PREFIX + name, mask);
              }
            });
    Map<String, String> metadata =
        model.masks().isEmpty()
            ? Map.of()
            : Map.of(MASKED, String.join("\n", new TreeSet<>(model.masks().keySet())));
    return new TensorFile(metadata, tensors);
  }

  static Map<String, Tensor> weights(TensorFile file) {
    Map<String, Tensor> weights = new TreeMap<>(file.tensors());
    names(file).forEach(name -> weights.remove(PREFIX + name));
    return weights;
  }

  static Map<String, Tensor> masks(String where, TensorFile file) {
    Map<String, Tensor> masks = new LinkedHashMap<>();
    for (String name : names(file)) {
      Tensor weight = file.tensors().get(name);
      if (weight == null || weight.dtype() != DType.F32) {
        throw new ModelFormatException(
            where, "a weight for the mask " + Excerpt.quoted(name), "none; the file is damaged");
      }
      Tensor stored = file.tensors().get(PREFIX + name);
      masks.put(name, stored == null ? support(weight) : stored);
    }
    return masks;
  }

  private static Iterable<String> names(TensorFile file) {
    return file.metadata().getOrDefault(MASKED, "").lines().toList();
  }

  /** True where a weight is not 0. */
  private static Tensor support(Tensor weight) {
    int[] bits = new int[weight.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = weight.floatAt(i) == 0 ? 0 : 1;
    }
    return Tensor.ofBooleans(weight.shape(), bits);
  }

  private static Tensor tensor(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }
}
