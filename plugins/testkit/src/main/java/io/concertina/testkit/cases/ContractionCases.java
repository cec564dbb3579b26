package io.concertina.testkit.cases;

import io.concertina.ir.Contraction;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Matrix products of many sizes, transposed and stacked in every way. */
final class ContractionCases {

  /** A stand-in per operation, from which the switch below makes the cases. */
  static final List<Contraction> OPERATIONS = List.of(new Contraction.MatMul(false, false));

  /** Rows, shared size, columns. */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 7, 1},
    {1, 64, 31},
    {3, 9, 17},
    {8, 8, 8},
    {17, 31, 9},
    {64, 64, 64},
    {1, 257, 3},
    {31, 1, 17},
    {257, 3, 1},
    {9, 64, 31},
    {65, 129, 33},
    {5, 1000, 7}
  };

  private final Samples samples = new Samples(6);

  Stream<EngineCase> all() {
    return OPERATIONS.stream().flatMap(this::of);
  }

  private Stream<EngineCase> of(Contraction op) {
    return switch (op) {
      case Contraction.MatMul _ ->
          Stream.of(
              matMul(false, false), matMul(false, true), matMul(true, false), matMul(true, true));
    };
  }

  private EngineCase matMul(boolean transposeLeft, boolean transposeRight) {
    Contraction.MatMul op = new Contraction.MatMul(transposeLeft, transposeRight);
    String transposes = (transposeLeft ? "T" : "N") + (transposeRight ? "T" : "N");
    CaseBuilder builder = new CaseBuilder("mat_mul " + transposes);
    for (int[] sizes : SIZES) {
      product(builder, op, sizes[0], sizes[1], sizes[2]);
    }
    product(builder, op, 7, 9, 17, 3);
    product(builder, op, 3, 8, 5, 2, 3);
    product(builder, op, 1, 31, 1, 5, 1);
    return builder.build();
  }

  private void product(
      CaseBuilder builder, Contraction.MatMul op, int rows, int inner, int columns, int... stack) {
    builder.apply(
        op,
        matrices(op.transposeLeft() ? inner : rows, op.transposeLeft() ? rows : inner, stack),
        matrices(
            op.transposeRight() ? columns : inner, op.transposeRight() ? inner : columns, stack));
  }

  private Tensor matrices(int rows, int columns, int... stack) {
    int[] sizes = new int[stack.length + 2];
    System.arraycopy(stack, 0, sizes, 0, stack.length);
    sizes[stack.length] = rows;
    sizes[stack.length + 1] = columns;
    return samples.floats(Shape.of(sizes), -1, 1);
  }
}
