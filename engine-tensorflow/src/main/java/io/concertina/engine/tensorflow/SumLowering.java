package io.concertina.engine.tensorflow;

import static io.concertina.engine.tensorflow.GraphWriter.number;

import io.concertina.ir.Dim;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.family.TNumber;

/**
 * Lowers sums so that their error grows with the root of the number of terms.
 *
 * <p>Along the innermost axis TensorFlow sums in several accumulators. Along any other it adds one
 * term after the other, and 10,000 equal terms are off by 1,600 units in the last place. Such an
 * axis is therefore cut into about √n blocks of about √n terms once it is long.
 */
final class SumLowering {

  /** The longest axis that is summed in one piece; batches are rarely longer. */
  private static final int ONE_PIECE = 512;

  private final GraphWriter writer;
  private final Ops ops;
  private Operand<TNumber> x;
  private Shape shape;
  private final List<Integer> axes = new ArrayList<>();

  private SumLowering(Node node, GraphWriter writer) {
    this.writer = writer;
    this.ops = writer.ops();
    this.x = number(writer.full(node, 0));
    this.shape = node.operand(0).shape();
  }

  static Operand<TNumber> lower(Reduction.Sum op, Node node, GraphWriter writer) {
    return new SumLowering(node, writer).sum(op.axes());
  }

  private Operand<TNumber> sum(List<Integer> reduced) {
    axes.addAll(reduced);
    if (shape.size() > ONE_PIECE) {
      mergeAxes();
      for (int axis : axes) {
        while (axis < shape.rank() - 1 && shape.dim(axis).size() > ONE_PIECE) {
          sumBlocks(axis);
        }
      }
    }
    return ops.sum(x, writer.ints(axes));
  }

  /** Makes one axis of neighbours that are all summed. */
  private void mergeAxes() {
    List<Dim> dims = new ArrayList<>();
    List<Integer> merged = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axes.contains(axis) && axes.contains(axis - 1)) {
        dims.add(dims.removeLast().times(shape.dim(axis)));
      } else {
        if (axes.contains(axis)) {
          merged.add(dims.size());
        }
        dims.add(shape.dim(axis));
      }
    }
    if (dims.size() < shape.rank()) {
      reshape(new Shape(dims));
      axes.clear();
      axes.addAll(merged);
    }
  }

  /** Replaces an axis of n elements by one of ⌈n / block⌉ sums. */
  private void sumBlocks(int axis) {
    int size = shape.dim(axis).size();
    int block = 1 << (32 - Integer.numberOfLeadingZeros((int) Math.sqrt(size)));
    int blocks = size / block;
    int rest = size % block;
    Operand<TNumber> tail = x;
    Shape outer = shape;
    if (rest > 0) {
      tail = ops.sum(slice(axis, size - rest, rest), writer.ints(axis), Sum.keepDims(true));
      x = slice(axis, 0, size - rest);
    }
    List<Dim> dims = new ArrayList<>(outer.dims());
    dims.set(axis, Dim.of(block));
    dims.add(axis, Dim.of(blocks));
    reshape(new Shape(dims));
    x = ops.sum(x, writer.ints(axis + 1));
    if (rest > 0) {
      x = ops.concat(List.of(x, tail), writer.scalar(axis));
    }
    shape = outer.with(axis, Dim.of(rest > 0 ? blocks + 1 : blocks));
  }

  private Operand<TNumber> slice(int axis, int start, int count) {
    List<Integer> starts = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    starts.set(axis, start);
    int[] sizes = shape.with(axis, Dim.of(count)).sizes();
    return ops.slice(x, writer.ints(starts), writer.ints(sizes));
  }

  private void reshape(Shape to) {
    x = ops.reshape(x, writer.ints(to.sizes()));
    shape = to;
  }
}
