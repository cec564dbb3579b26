package io.concertina.ir.grad;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.List;

/** Rules of the reductions; g is the gradient of the result y. */
final class ReductionGradients {

  private ReductionGradients() {}

  static void of(Reduction op, Backward b) {
    switch (op) {
      case Reduction.Sum sum ->
          b.give(0, () -> spread(b.ops(), b.gradient(), b.x(0).shape(), sum.axes()));
      case Reduction.ReduceMax max -> b.give(0, () -> toExtremes(b, max.axes()));
      case Reduction.ReduceMin min -> b.give(0, () -> toExtremes(b, min.axes()));
      case Reduction.ArgMax _ -> {}
      case Reduction.CumSum sum ->
          b.give(0, () -> b.ops().cumSum(b.gradient(), sum.axis(), !sum.reverse()));
      case Reduction.TopK _ -> b.give(0, () -> toPositions(b));
    }
  }

  /** Repeats a reduced value along the axes that were dropped. */
  private static Value spread(Ops o, Value reduced, Shape shape, List<Integer> axes) {
    Shape kept = shape;
    for (int axis : axes) {
      kept = kept.with(axis, Dim.of(1));
    }
    boolean leading = axes.isEmpty() || axes.getLast() == axes.size() - 1;
    return o.broadcast(leading ? reduced : o.reshape(reduced, kept), shape);
  }

  /** Equal shares of g to the elements that equal the extreme y. */
  private static Value toExtremes(Backward b, List<Integer> axes) {
    Ops o = b.ops();
    Value x = b.x(0);
    Value extreme = o.eq(x, spread(o, b.y(), x.shape(), axes));
    int[] dropped = axes.stream().mapToInt(Integer::intValue).toArray();
    Value share = o.div(b.gradient(), o.sum(o.cast(extreme, DType.F32), dropped));
    return o.select(extreme, spread(o, share, x.shape(), axes), b.zeros(x));
  }

  private static Value toPositions(Backward b) {
    Value x = b.x(0);
    int last = x.shape().rank() - 1;
    Value positions = b.node().results().get(1);
    return b.ops().scatterAdd(b.zeros(x), positions, b.gradient(), last, last);
  }
}
