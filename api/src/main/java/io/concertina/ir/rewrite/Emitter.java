package io.concertina.ir.rewrite;

import io.concertina.ir.Layout;
import io.concertina.ir.Op;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.List;

/** Where an identity puts the simpler nodes; they are simplified in turn. */
interface Emitter {

  /** Emits an operation with one result, or finds an equal one. */
  Value emit(Op op, List<Value> operands);

  default Value emit(Op op, Value... operands) {
    return emit(op, List.of(operands));
  }

  /** A scalar constant repeated to a shape. */
  default Value uniform(Tensor scalar, Shape shape) {
    return broadcast(emit(new Source.Constant(scalar)), shape);
  }

  /** Repeats a value to a shape unless it has that shape. */
  default Value broadcast(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : emit(new Layout.Broadcast(shape), x);
  }
}
