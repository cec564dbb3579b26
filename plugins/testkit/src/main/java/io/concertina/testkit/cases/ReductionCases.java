package io.concertina.testkit.cases;

import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every reduction over every axis, and over every set of axes where it takes several. */
final class ReductionCases {

  /** A stand-in per operation, from which the switch below makes the cases. */
  static final List<Reduction> OPERATIONS =
      List.of(
          new Reduction.Sum(List.of()),
          new Reduction.ReduceMax(List.of()),
          new Reduction.ReduceMin(List.of()),
          new Reduction.ArgMax(0),
          new Reduction.CumSum(0, false),
          new Reduction.TopK(1));

  private static final List<Shape> SHAPES =
      Stream.concat(
              Samples.SIZES.stream().map(Shape::of),
              Stream.of(
                  Shape.of(1, 1),
                  Shape.of(3, 257),
                  Shape.of(257, 3),
                  Shape.of(17, 9),
                  Shape.of(64, 31),
                  Shape.of(7, 8, 9),
                  Shape.of(1, 5, 1),
                  Shape.of(2, 3, 4, 17)))
          .toList();

  private final Samples samples = new Samples(4);

  Stream<EngineCase> all() {
    return OPERATIONS.stream().flatMap(this::of);
  }

  private Stream<EngineCase> of(Reduction op) {
    return switch (op) {
      case Reduction.Sum _ ->
          Stream.of(
              overAxes("sum of f32", Reduction.Sum::new, shape -> samples.floats(shape, -1, 2)),
              overAxes("sum of i32", Reduction.Sum::new, this::wrapping),
              longSum(),
              sumOfSpecialValues());
      case Reduction.ReduceMax _ ->
          Stream.of(overAxes("reduce_max", Reduction.ReduceMax::new, this::signed));
      case Reduction.ReduceMin _ ->
          Stream.of(overAxes("reduce_min", Reduction.ReduceMin::new, this::signed));
      case Reduction.ArgMax _ ->
          Stream.of(
              alongAxes("arg_max", Reduction.ArgMax::new, this::signed),
              alongAxes("arg_max of ties", Reduction.ArgMax::new, samples::coarse));
      case Reduction.CumSum _ ->
          Stream.of(
              alongAxes("cum_sum", axis -> new Reduction.CumSum(axis, false), this::signed),
              alongAxes("reverse cum_sum", axis -> new Reduction.CumSum(axis, true), this::signed));
      case Reduction.TopK _ ->
          Stream.of(topK("top_k", this::signed), topK("top_k of ties", samples::coarse));
    };
  }

  private EngineCase overAxes(
      String name, Function<List<Integer>, Reduction> make, Function<Shape, Tensor> operand) {
    CaseBuilder builder = new CaseBuilder(name);
    for (Shape shape : SHAPES) {
      for (List<Integer> axes : subsets(shape.rank())) {
        builder.apply(make.apply(axes), operand.apply(shape));
      }
    }
    return builder.build();
  }

  private EngineCase alongAxes(
      String name, IntFunction<Reduction> make, Function<Shape, Tensor> operand) {
    CaseBuilder builder = new CaseBuilder(name);
    for (Shape shape : SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        builder.apply(make.apply(axis), operand.apply(shape));
      }
    }
    return builder.build();
  }

  private EngineCase topK(String name, Function<Shape, Tensor> operand) {
    CaseBuilder builder = new CaseBuilder(name);
    for (Shape shape : SHAPES) {
      int width = shape.last().size();
      IntStream.of(1, 3, width)
          .filter(k -> k <= width)
          .distinct()
          .forEach(k -> builder.apply(new Reduction.TopK(k), operand.apply(shape)));
    }
    return builder.build();
  }

  /** Many equal terms: a single running sum in f32 drifts far, pairwise or blocked sums do not. */
  private EngineCase longSum() {
    CaseBuilder builder = new CaseBuilder("sum of many terms");
    builder.apply(new Reduction.Sum(List.of(0)), Tensor.full(Shape.of(100_003), 0.1f));
    builder.apply(new Reduction.Sum(List.of(0)), Tensor.full(Shape.of(10_007, 3), 0.1f));
    builder.apply(new Reduction.Sum(List.of(1)), samples.floats(Shape.of(3, 20_011), 0, 1));
    return builder.build();
  }

  private EngineCase sumOfSpecialValues() {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    float max = Float.MAX_VALUE;
    Tensor rows =
        Tensor.of(
            Shape.of(6, 3),
            1,
            nan,
            2,
            1,
            inf,
            2,
            inf,
            -inf,
            1,
            max,
            max,
            1,
            -0f,
            0,
            -0f,
            nan,
            inf,
            1);
    return new CaseBuilder("sum of special values")
        .apply(new Reduction.Sum(List.of(1)), rows)
        .apply(new Reduction.Sum(List.of(0, 1)), rows)
        .build();
  }

  private Tensor signed(Shape shape) {
    return samples.floats(shape, -5, 5);
  }

  private Tensor wrapping(Shape shape) {
    return samples.ints(shape, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static List<List<Integer>> subsets(int rank) {
    List<List<Integer>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << rank; bits++) {
      int chosen = bits;
      subsets.add(
          IntStream.range(0, rank).filter(axis -> (chosen >> axis & 1) == 1).boxed().toList());
    }
    return subsets;
  }
}
