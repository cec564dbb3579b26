package io.concertina.testkit.reference;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Meaning of the operations that combine elements along axes. */
final class ReductionReference {

  private ReductionReference() {}

  static List<ReferenceTensor> apply(Reduction op, ReferenceTensor x) {
    return switch (op) {
      case Reduction.Sum sum ->
          List.of(
              x.dtype() == DType.F32
                  ? folded(x, sum.axes(), 0, Double::sum)
                  : intSum(x, sum.axes()));
      case Reduction.ReduceMax max ->
          List.of(folded(x, max.axes(), Double.NEGATIVE_INFINITY, Math::max));
      case Reduction.ReduceMin min ->
          List.of(folded(x, min.axes(), Double.POSITIVE_INFINITY, Math::min));
      case Reduction.ArgMax argMax -> List.of(argMax(x, argMax.axis()));
      case Reduction.CumSum sum -> List.of(cumSum(x, sum.axis(), sum.reverse()));
      case Reduction.TopK topK -> topK(x, topK.k());
    };
  }

  private static ReferenceTensor folded(
      ReferenceTensor x, List<Integer> axes, double start, DoubleBinaryOperator f) {
    int[] kept = kept(x.shape(), axes);
    Shape shape = only(x.shape(), kept);
    Indices from = new Indices(x.shape());
    Indices to = new Indices(shape);
    double[] y = new double[shape.size()];
    Arrays.fill(y, start);
    for (int i = 0; i < x.size(); i++) {
      int position = to.position(only(from.at(i), kept));
      y[position] = f.applyAsDouble(y[position], x.doubleAt(i));
    }
    return ReferenceTensor.own(shape, y);
  }

  private static ReferenceTensor intSum(ReferenceTensor x, List<Integer> axes) {
    int[] kept = kept(x.shape(), axes);
    Shape shape = only(x.shape(), kept);
    Indices from = new Indices(x.shape());
    Indices to = new Indices(shape);
    int[] y = new int[shape.size()];
    for (int i = 0; i < x.size(); i++) {
      y[to.position(only(from.at(i), kept))] += x.intAt(i);
    }
    return ReferenceTensor.own(new TensorType(DType.I32, shape), y);
  }

  private static ReferenceTensor argMax(ReferenceTensor x, int axis) {
    int[] kept = kept(x.shape(), List.of(axis));
    Shape shape = only(x.shape(), kept);
    Indices from = new Indices(x.shape());
    Indices to = new Indices(shape);
    int[] y = new int[shape.size()];
    double[] largest = new double[shape.size()];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.size(); i++) {
      int[] index = from.at(i);
      int position = to.position(only(index, kept));
      if (x.doubleAt(i) > largest[position]) {
        largest[position] = x.doubleAt(i);
        y[position] = index[axis];
      }
    }
    return ReferenceTensor.own(new TensorType(DType.I32, shape), y);
  }

  private static ReferenceTensor cumSum(ReferenceTensor x, int axis, boolean reverse) {
    Indices indices = new Indices(x.shape());
    double[] y = new double[x.size()];
    for (int step = 0; step < y.length; step++) {
      int i = reverse ? y.length - 1 - step : step;
      int[] previous = indices.at(i);
      previous[axis] += reverse ? 1 : -1;
      double before = indices.contains(previous) ? y[indices.position(previous)] : 0;
      y[i] = before + x.doubleAt(i);
    }
    return ReferenceTensor.own(x.shape(), y);
  }

  private static List<ReferenceTensor> topK(ReferenceTensor x, int k) {
    Shape shape = x.shape().with(-1, Dim.of(k));
    int width = x.shape().last().size();
    double[] values = new double[shape.size()];
    int[] positions = new int[shape.size()];
    for (int row = 0; row < values.length / k; row++) {
      int start = row * width;
      List<Integer> order =
          IntStream.range(0, width)
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> 0.0 - x.doubleAt(start + i)))
              .toList();
      for (int rank = 0; rank < k; rank++) {
        positions[row * k + rank] = order.get(rank);
        values[row * k + rank] = x.doubleAt(start + order.get(rank));
      }
    }
    return List.of(
        ReferenceTensor.own(shape, values),
        ReferenceTensor.own(new TensorType(DType.I32, shape), positions));
  }

  /** The axes that a reduction leaves. */
  private static int[] kept(Shape shape, List<Integer> axes) {
    return IntStream.range(0, shape.rank()).filter(axis -> !axes.contains(axis)).toArray();
  }

  private static Shape only(Shape shape, int[] kept) {
    return new Shape(Arrays.stream(kept).mapToObj(shape::dim).toList());
  }

  private static int[] only(int[] index, int[] kept) {
    int[] left = new int[kept.length];
    for (int i = 0; i < kept.length; i++) {
      left[i] = index[kept[i]];
    }
    return left;
  }
}
