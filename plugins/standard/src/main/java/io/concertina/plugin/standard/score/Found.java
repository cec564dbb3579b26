package io.concertina.plugin.standard.score;

import io.concertina.ConfigurationException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Map;

/** Checks of what a model file says was found in training rows. */
final class Found {

  private Found() {}

  /** A vector of at least one number. */
  static Tensor vector(Map<String, Tensor> fitted, String name) {
    return numbers(fitted, name, 1);
  }

  /** A matrix of at least one number. */
  static Tensor matrix(Map<String, Tensor> fitted, String name) {
    return numbers(fitted, name, 2);
  }

  private static Tensor numbers(Map<String, Tensor> fitted, String name, int rank) {
    Tensor tensor = fitted.get(name);
    if (tensor == null) {
      throw new ConfigurationException(
          "score." + name, "what was found under this name", "only " + fitted.keySet());
    }
    Shape shape = tensor.shape();
    require(
        name,
        tensor.dtype() == DType.F32 && shape.rank() == rank && tensor.size() > 0,
        "f32 of rank " + rank,
        tensor.type());
    return tensor;
  }

  static void require(String name, boolean right, String expected, Object got) {
    if (!right) {
      throw new ConfigurationException("score." + name, expected, got);
    }
  }
}
