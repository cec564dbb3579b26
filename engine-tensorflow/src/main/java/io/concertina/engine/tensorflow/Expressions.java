package io.concertina.engine.tensorflow;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.Optional;

/** Recognises what an expression is made of, in whichever order its factors and terms stand. */
final class Expressions {

  /**
   * A product with a number.
   *
   * @param value what is multiplied
   * @param factor the number
   */
  record Scaled(Value value, float factor) {}

  private Expressions() {}

  /** The scalar that fills a value, if one does. */
  static Optional<Value> scalar(Value value) {
    if (value.shape().rank() == 0) {
      return Optional.of(value);
    }
    return value.op() instanceof Layout.Broadcast
        ? scalar(value.node().operand(0))
        : Optional.empty();
  }

  /** The number that fills a value, if it is known. */
  static Optional<Float> number(Value value) {
    return scalar(value)
        .filter(one -> one.dtype() == DType.F32)
        .flatMap(
            one ->
                one.op() instanceof Source.Constant constant
                    ? Optional.of(constant.value().floatAt(0))
                    : Optional.empty());
  }

  /** The value as a product with a known number. */
  static Optional<Scaled> scaled(Value value) {
    if (!(value.op() instanceof Elementwise.Mul)) {
      return Optional.empty();
    }
    Value left = value.node().operand(0);
    Value right = value.node().operand(1);
    return number(right)
        .map(factor -> new Scaled(left, factor))
        .or(() -> number(left).map(factor -> new Scaled(right, factor)));
  }

  /** True if the value is x · x. */
  static boolean isSquareOf(Value value, Value x) {
    return value.op() instanceof Elementwise.Mul
        && value.node().operands().stream().allMatch(operand -> operand == x);
  }

  /** The name of the resident whose value from before the run this is. */
  static Optional<String> resident(Value value) {
    return value.op() instanceof Source.Parameter parameter
            && parameter.kind() == Source.Kind.RESIDENT
        ? Optional.of(parameter.name())
        : Optional.empty();
  }
}
