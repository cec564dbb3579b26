package io.concertina.engine.nativejava;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.Map;

/** The types of a program's inputs once their sizes are known. */
final class InputTypes {

  private final String[] names;
  private final TensorType[] types;

  InputTypes(Map<String, TensorType> types) {
    this.names = types.keySet().toArray(String[]::new);
    this.types = types.values().toArray(TensorType[]::new);
  }

  /** True if there is a value of each type; like all in a run it allocates nothing. */
  boolean fit(Map<String, Tensor> values) {
    for (int i = 0; i < names.length; i++) {
      Tensor value = values.get(names[i]);
      if (value == null || !isSame(value.type(), types[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(TensorType actual, TensorType expected) {
    Shape shape = actual.shape();
    boolean same = actual.dtype() == expected.dtype() && shape.rank() == expected.shape().rank();
    for (int axis = 0; same && axis < shape.rank(); axis++) {
      same = shape.dims().get(axis).size() == expected.shape().dims().get(axis).size();
    }
    return same;
  }
}
