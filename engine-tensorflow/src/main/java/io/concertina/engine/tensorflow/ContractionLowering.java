package io.concertina.engine.tensorflow;

import static io.concertina.engine.tensorflow.GraphWriter.f32;

import io.concertina.ir.Contraction;
import io.concertina.ir.Node;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/** Lowers the operations that sum products over a shared axis. */
final class ContractionLowering {

  private ContractionLowering() {}

  static Lowered lower(Contraction op, Node node, GraphWriter writer) {
    return switch (op) {
      case Contraction.MatMul product ->
          new Lowered(matMul(product, node, writer), node.result().shape());
    };
  }

  private static Operand<TFloat32> matMul(Contraction.MatMul op, Node node, GraphWriter writer) {
    Ops ops = writer.ops();
    Operand<TFloat32> x = f32(writer.full(node, 0));
    Operand<TFloat32> y = f32(writer.full(node, 1));
    return node.result().shape().rank() == 2
        ? ops.linalg.matMul(
            x, y, MatMul.transposeA(op.transposeLeft()), MatMul.transposeB(op.transposeRight()))
        : ops.train.batchMatMul(
            x,
            y,
            TFloat32.class,
            BatchMatMul.adjX(op.transposeLeft()),
            BatchMatMul.adjY(op.transposeRight()));
  }
}
