package io.concertina.ir.rewrite;

import io.concertina.ir.DType;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.Optional;

/** Recognises values whose elements are all one known number. */
final class Uniform {

  private Uniform() {}

  /**
   * The number as a scalar tensor. Simplified functions hold such values in one of two forms: a
   * scalar constant, or the broadcast of one.
   */
  static Optional<Tensor> of(Value value) {
    Value source = value.op() instanceof Layout.Broadcast ? value.node().operand(0) : value;
    return source.op() instanceof Source.Constant constant && source.shape().rank() == 0
        ? Optional.of(constant.value())
        : Optional.empty();
  }

  /** True if all elements are known to equal the number; 0 and -0 are equal. */
  static boolean is(Value value, float number) {
    return of(value).filter(scalar -> scalar.floatAt(0) == number).isPresent();
  }

  /** The first element of a tensor as a scalar, if all others are identical to it. */
  static Optional<Tensor> of(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      boolean same =
          tensor.dtype() == DType.F32
              ? Float.floatToRawIntBits(tensor.floatAt(i))
                  == Float.floatToRawIntBits(tensor.floatAt(0))
              : tensor.intAt(i) == tensor.intAt(0);
      if (!same) {
        return Optional.empty();
      }
    }
    return tensor.size() == 0 ? Optional.empty() : Optional.of(first(tensor));
  }

  private static Tensor first(Tensor tensor) {
    return switch (tensor.dtype()) {
      case F32 -> Tensor.scalar(tensor.floatAt(0));
      case I32 -> Tensor.scalar(tensor.intAt(0));
      case BOOL -> Tensor.ofBooleans(Shape.scalar(), tensor.intAt(0));
    };
  }
}
