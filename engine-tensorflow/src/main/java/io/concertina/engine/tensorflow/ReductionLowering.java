package io.concertina.engine.tensorflow;

import static io.concertina.engine.tensorflow.GraphWriter.f32;
import static io.concertina.engine.tensorflow.GraphWriter.number;

import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Cumsum;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Lowers the operations that combine elements along axes. */
final class ReductionLowering {

  private ReductionLowering() {}

  static void lower(Reduction op, Node node, GraphWriter writer) {
    Operand<? extends TType> x = writer.full(node, 0);
    Ops ops = writer.ops();
    switch (op) {
      case Reduction.Sum sum -> writer.put(node.result(), SumLowering.lower(sum, node, writer));
      case Reduction.ReduceMax max ->
          writer.put(node.result(), ops.max(number(x), writer.ints(max.axes())));
      case Reduction.ReduceMin min ->
          writer.put(node.result(), ops.min(number(x), writer.ints(min.axes())));
      case Reduction.ArgMax argMax ->
          writer.put(node.result(), ops.math.argMax(x, writer.scalar(argMax.axis()), TInt32.class));
      case Reduction.CumSum sum ->
          writer.put(
              node.result(),
              ops.math.cumsum(number(x), writer.scalar(sum.axis()), Cumsum.reverse(sum.reverse())));
      case Reduction.TopK topK -> {
        TopK<?, TInt32> found = ops.nn.topK(f32(x), writer.scalar(topK.k()), TInt32.class);
        writer.put(node.results().get(0), found.values());
        writer.put(node.results().get(1), found.indices());
      }
    }
  }
}
