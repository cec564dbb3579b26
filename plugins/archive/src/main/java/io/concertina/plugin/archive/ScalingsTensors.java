package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.data.Preprocessing;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.model.Scalings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A model's scalings: three tensors and a flag, and as many for its target if that has its own. */
final class ScalingsTensors {

  private static final String FILL = "fill";
  private static final String OFFSET = "offset";
  private static final String FACTOR = "factor";
  private static final String FILLING = "filling";

  /** In front of what belongs to the target. */
  private static final String TARGET = "target/";

  private final String where;
  private final Map<String, Tensor> tensors;
  private final Map<String, String> flags;

  private ScalingsTensors(String where, TensorFile file) {
    this.where = where;
    this.tensors = UnpackedTensors.of(where, file).tensors();
    this.flags = file.metadata();
  }

  static TensorFile file(Scalings scalings) {
    Map<String, Tensor> tensors = new TreeMap<>();
    Map<String, String> flags = new TreeMap<>();
    put("", scalings.x(), tensors, flags);
    scalings.target().ifPresent(target -> put(TARGET, target, tensors, flags));
    return new TensorFile(flags, PackedTensors.file(tensors).tensors());
  }

  private static void put(
      String prefix,
      Preprocessing scaling,
      Map<String, Tensor> tensors,
      Map<String, String> flags) {
    tensors.put(prefix + FILL, scaling.fill());
    tensors.put(prefix + OFFSET, scaling.offset());
    tensors.put(prefix + FACTOR, scaling.factor());
    flags.put(prefix + FILLING, Boolean.toString(scaling.filling()));
  }

  static Scalings read(String where, TensorFile file) {
    return new ScalingsTensors(where, file).scalings();
  }

  private Scalings scalings() {
    boolean target = tensors.keySet().stream().anyMatch(name -> name.startsWith(TARGET));
    TreeSet<String> names = new TreeSet<>(List.of(FILL, OFFSET, FACTOR));
    TreeSet<String> keys = new TreeSet<>(List.of(FILLING));
    if (target) {
      names.addAll(List.of(TARGET + FILL, TARGET + OFFSET, TARGET + FACTOR));
      keys.add(TARGET + FILLING);
    }
    require("tensors ", names, tensors);
    require("flags ", keys, flags);
    return new Scalings(scaling(""), target ? Optional.of(scaling(TARGET)) : Optional.empty());
  }

  private void require(String what, TreeSet<String> names, Map<String, ?> found) {
    if (!found.keySet().equals(names)) {
      throw new ModelFormatException(where, what + names, Excerpt.quoted(found.keySet()));
    }
  }

  private Preprocessing scaling(String prefix) {
    Tensor factor = floats(prefix + FACTOR);
    for (int i = 0; i < factor.size(); i++) {
      if (!Float.isFinite(factor.floatAt(i)) || factor.floatAt(i) == 0) {
        throw new ModelFormatException(where, "factors that can be inverted", factor.floatAt(i));
      }
    }
    return new Preprocessing(
        floats(prefix + FILL), floats(prefix + OFFSET), factor, flag(prefix + FILLING));
  }

  private boolean flag(String name) {
    return switch (flags.getOrDefault(name, "none")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ModelFormatException(where, name + " true or false", "neither");
    };
  }

  private Tensor floats(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.dtype() != DType.F32) {
      throw new ModelFormatException(
          where, "an F32 tensor " + name, tensor == null ? "none" : tensor.type());
    }
    return tensor;
  }
}
