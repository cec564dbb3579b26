package io.concertina.ir.grad;

import io.concertina.ir.Dim;
import io.concertina.ir.Layout;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rules of the operations that move elements: each moves the gradient the other way. */
final class LayoutGradients {

  private LayoutGradients() {}

  static void of(Layout op, Backward b) {
    Ops o = b.ops();
    Value g = b.gradient();
    switch (op) {
      case Layout.Reshape _ -> b.give(0, () -> o.reshape(g, b.x(0).shape()));
      case Layout.Transpose transpose ->
          b.give(0, () -> o.transpose(g, inverse(transpose.permutation())));
      case Layout.Broadcast _ -> b.give(0, () -> collect(o, g, b.x(0).shape()));
      case Layout.Slice slice -> b.give(0, () -> surround(o, g, slice.starts(), b.x(0).shape()));
      case Layout.Pad pad ->
          b.give(0, () -> o.emit(new Layout.Slice(pad.before(), b.x(0).shape()), g));
      case Layout.Concat concat -> split(b, concat.axis());
      case Layout.Reverse reverse -> b.give(0, () -> o.emit(reverse, g));
      case Layout.Gather gather ->
          b.give(
              0, () -> o.scatterAdd(b.zeros(b.x(0)), b.x(1), g, gather.axis(), gather.batchAxes()));
      case Layout.ScatterAdd scatter -> {
        b.give(0, () -> g);
        b.give(2, () -> o.gather(g, b.x(1), scatter.axis(), scatter.batchAxes()));
      }
    }
  }

  private static int[] inverse(List<Integer> permutation) {
    int[] inverse = new int[permutation.size()];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[permutation.get(axis)] = axis;
    }
    return inverse;
  }

  /** Sums over the axes along which a broadcast from {@code shape} repeated. */
  private static Value collect(Ops o, Value g, Shape shape) {
    int added = g.shape().rank() - shape.rank();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < g.shape().rank(); axis++) {
      boolean stretched = axis >= added && !shape.dim(axis - added).equals(g.shape().dim(axis));
      if (axis < added || stretched) {
        axes.add(axis);
      }
    }
    Value sum = o.sum(g, axes.stream().mapToInt(Integer::intValue).toArray());
    return o.reshape(sum, shape);
  }

  /** Zeros of {@code shape} with g as the box at {@code starts}. */
  private static Value surround(Ops o, Value g, List<Integer> starts, Shape shape) {
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      Dim whole = shape.dim(axis);
      Dim part = g.shape().dim(axis);
      after.add(whole.equals(part) ? 0 : whole.size() - starts.get(axis) - part.size());
    }
    return o.pad(g, starts, after);
  }

  private static void split(Backward b, int axis) {
    int start = 0;
    for (int i = 0; i < b.node().operands().size(); i++) {
      Shape part = b.x(i).shape();
      List<Integer> starts = new ArrayList<>(Collections.nCopies(part.rank(), 0));
      starts.set(axis, start);
      b.give(i, () -> b.ops().emit(new Layout.Slice(starts, part), b.gradient()));
      start += part.dim(axis).size();
    }
  }
}
