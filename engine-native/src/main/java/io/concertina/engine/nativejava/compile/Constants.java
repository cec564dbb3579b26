package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Op;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import java.util.Optional;

/** Values whose elements are known when the plan is made. */
final class Constants {

  private Constants() {}

  static boolean isConstant(Op op) {
    return op instanceof Source.Constant || op instanceof Source.Iota;
  }

  /** The elements of a constant or a count. */
  static Optional<Tensor> of(Op op) {
    return switch (op) {
      case Source.Constant constant -> Optional.of(constant.value());
      case Source.Iota iota -> Optional.of(iota(iota));
      case Op _ -> Optional.empty();
    };
  }

  private static Tensor iota(Source.Iota iota) {
    Shape shape = iota.type().shape();
    int inner = shape.slice(iota.axis() + 1, shape.rank()).size();
    int period = shape.dim(iota.axis()).size();
    int[] positions = new int[shape.size()];
    float[] numbers = new float[shape.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i / inner % period;
      numbers[i] = positions[i];
    }
    return iota.type().dtype() == DType.F32
        ? Tensor.view(shape, numbers)
        : Tensor.of(shape, positions);
  }
}
