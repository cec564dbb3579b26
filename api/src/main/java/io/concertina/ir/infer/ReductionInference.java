package io.concertina.ir.infer;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Types of the reductions. */
final class ReductionInference {

  private ReductionInference() {}

  static List<TensorType> infer(Reduction op, Operands operands) {
    operands.count(1);
    TensorType type = operands.type(0);
    if (op instanceof Reduction.Sum) {
      operands.require(type.dtype() != DType.BOOL, "numbers", type);
    } else {
      operands.dtype(0, DType.F32);
    }
    return switch (op) {
      case Reduction.Sum sum -> List.of(dropped(type, sum.axes(), operands));
      case Reduction.ReduceMax max -> List.of(dropped(type, max.axes(), operands));
      case Reduction.ReduceMin min -> List.of(dropped(type, min.axes(), operands));
      case Reduction.ArgMax argMax ->
          List.of(dropped(type, List.of(argMax.axis()), operands).as(DType.I32));
      case Reduction.CumSum sum -> {
        operands.axis(type.shape(), sum.axis());
        yield List.of(type);
      }
      case Reduction.TopK topK -> topK(topK.k(), type, operands);
    };
  }

  private static TensorType dropped(TensorType type, List<Integer> axes, Operands operands) {
    operands.axes(type.shape(), axes);
    List<Dim> kept = new ArrayList<>();
    for (int axis = 0; axis < type.shape().rank(); axis++) {
      if (!axes.contains(axis)) {
        kept.add(type.shape().dim(axis));
      }
    }
    return type.as(new Shape(kept));
  }

  private static List<TensorType> topK(int k, TensorType type, Operands operands) {
    Shape shape = type.shape();
    operands.require(
        shape.rank() >= 1 && shape.last().isFixed(), "a last axis of fixed size", shape);
    operands.require(k >= 1 && k <= shape.last().size(), () -> "k from 1 to " + shape.last(), k);
    TensorType values = type.as(shape.with(-1, Dim.of(k)));
    return List.of(values, values.as(DType.I32));
  }
}
