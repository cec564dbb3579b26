package io.concertina.engine.tensorflow;

import static io.concertina.engine.tensorflow.GraphWriter.any;
import static io.concertina.engine.tensorflow.GraphWriter.i32;

import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Lowers the operations that move elements. */
final class LayoutLowering {

  private LayoutLowering() {}

  static Lowered lower(Layout op, Node node, GraphWriter writer) {
    Ops ops = writer.ops();
    Shape shape = node.result().shape();
    Lowered x = writer.get(node.operand(0));
    return switch (op) {
      case Layout.Reshape _ -> reshape(x, node, writer);
      case Layout.Broadcast _ -> x;
      case Layout.Transpose transpose ->
          new Lowered(
              ops.linalg.transpose(any(writer.full(node, 0)), writer.ints(transpose.permutation())),
              shape);
      case Layout.Slice slice ->
          new Lowered(
              ops.slice(
                  any(writer.full(node, 0)),
                  writer.ints(slice.starts()),
                  writer.ints(shape.sizes())),
              shape);
      case Layout.Pad pad -> new Lowered(pad(pad, node, writer), shape);
      case Layout.Concat concat -> new Lowered(concat(concat, node, writer), shape);
      case Layout.Reverse reverse ->
          new Lowered(ops.reverse(any(writer.full(node, 0)), writer.ints(reverse.axes())), shape);
      case Layout.Gather gather ->
          new Lowered(
              ops.gather(
                  any(writer.full(node, 0)),
                  i32(writer.full(node, 1)),
                  writer.scalar(gather.axis()),
                  Gather.batchDims((long) gather.batchAxes())),
              shape);
      case Layout.ScatterAdd add -> new Lowered(scatterAdd(add, node, writer), shape);
    };
  }

  /** One number that fills the value does so under any shape. */
  private static Lowered reshape(Lowered x, Node node, GraphWriter writer) {
    Shape shape = node.result().shape();
    if (x.shape().rank() == 0) {
      return x;
    }
    Operand<TType> full = any(writer.full(node, 0));
    return new Lowered(writer.ops().reshape(full, writer.ints(shape.sizes())), shape);
  }

  private static Operand<TType> pad(Layout.Pad pad, Node node, GraphWriter writer) {
    int rank = pad.before().size();
    int[] sizes = new int[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      sizes[2 * axis] = pad.before().get(axis);
      sizes[2 * axis + 1] = pad.after().get(axis);
    }
    Tensor zero =
        switch (node.result().dtype()) {
          case F32 -> Tensor.scalar(0f);
          case I32 -> Tensor.scalar(0);
          case BOOL -> Tensor.ofBooleans(Shape.scalar(), 0);
        };
    return writer
        .ops()
        .pad(
            any(writer.full(node, 0)),
            i32(writer.constant(Tensor.of(Shape.of(rank, 2), sizes))),
            any(writer.constant(zero)));
  }

  private static Operand<TType> concat(Layout.Concat concat, Node node, GraphWriter writer) {
    List<Operand<TType>> parts = new ArrayList<>();
    for (Value part : node.operands()) {
      parts.add(any(writer.full(part)));
    }
    return parts.size() == 1
        ? parts.getFirst()
        : writer.ops().concat(parts, writer.scalar(concat.axis()));
  }

  /**
   * Adds rows into a matrix.
   *
   * <p>With x [batch..., outer..., n, inner...] seen as rows [batch · outer · n, inner], position p
   * of batch b and outer o is row (b · outer + o) · n + p.
   */
  private static Operand<TType> scatterAdd(Layout.ScatterAdd op, Node node, GraphWriter writer) {
    Ops ops = writer.ops();
    Shape x = node.operand(0).shape();
    Shape positions = node.operand(1).shape();
    int batch = x.slice(0, op.batchAxes()).size();
    int outer = x.slice(op.batchAxes(), op.axis()).size();
    int axis = x.dim(op.axis()).size();
    int inner = x.slice(op.axis() + 1, x.rank()).size();
    int count = positions.slice(op.batchAxes(), positions.rank()).size();

    int[] offsets = IntStream.range(0, batch * outer).map(i -> i * axis).toArray();
    Operand<TInt32> starts = i32(writer.constant(Tensor.of(Shape.of(batch, outer, 1), offsets)));
    Operand<TInt32> within = ops.reshape(i32(writer.full(node, 1)), writer.ints(batch, 1, count));
    Operand<TInt32> rows =
        ops.reshape(ops.math.add(starts, within), writer.ints(batch * outer * count, 1));

    Operand<TType> matrix =
        ops.reshape(any(writer.full(node, 0)), writer.ints(batch * outer * axis, inner));
    Operand<TType> updates =
        ops.reshape(any(writer.full(node, 2)), writer.ints(batch * outer * count, inner));
    return ops.reshape(ops.tensorScatterNdAdd(matrix, rows, updates), writer.ints(x.sizes()));
  }
}
