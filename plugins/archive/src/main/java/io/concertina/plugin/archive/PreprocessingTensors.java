package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.data.Preprocessing;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import java.util.Map;

/** A preprocessing as three tensors and a flag. */
final class PreprocessingTensors {

  private static final String FILL = "fill";
  private static final String OFFSET = "offset";
  private static final String FACTOR = "factor";
  private static final String FILLING = "filling";

  private PreprocessingTensors() {}

  static TensorFile file(Preprocessing preprocessing) {
    Map<String, Tensor> tensors =
        Map.of(
            FILL, preprocessing.fill(),
            OFFSET, preprocessing.offset(),
            FACTOR, preprocessing.factor());
    return new TensorFile(
        Map.of(FILLING, Boolean.toString(preprocessing.filling())),
        PackedTensors.file(tensors).tensors());
  }

  static Preprocessing read(String where, TensorFile file) {
    Map<String, Tensor> tensors = UnpackedTensors.of(where, file).tensors();
    if (tensors.size() != 3) {
      throw new ModelFormatException(
          where, "tensors fill, offset and factor", Excerpt.quoted(tensors.keySet()));
    }
    boolean filling =
        switch (file.metadata().getOrDefault(FILLING, "none")) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new ModelFormatException(where, "filling true or false", "neither");
        };
    Tensor factor = floats(where, FACTOR, tensors);
    for (int i = 0; i < factor.size(); i++) {
      if (!Float.isFinite(factor.floatAt(i)) || factor.floatAt(i) == 0) {
        throw new ModelFormatException(where, "factors that can be inverted", factor.floatAt(i));
      }
    }
    return new Preprocessing(
        floats(where, FILL, tensors), floats(where, OFFSET, tensors), factor, filling);
  }

  private static Tensor floats(String where, String name, Map<String, Tensor> tensors) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.dtype() != DType.F32) {
      throw new ModelFormatException(
          where, "an F32 tensor " + name, tensor == null ? "none" : tensor.type());
    }
    return tensor;
  }
}
