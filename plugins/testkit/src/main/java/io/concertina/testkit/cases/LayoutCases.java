package io.concertina.testkit.cases;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every operation that moves elements, for every element type. */
final class LayoutCases {

  /** A stand-in per operation, from which the switch below makes the cases. */
  static final List<Layout> OPERATIONS =
      List.of(
          new Layout.Reshape(Shape.scalar()),
          new Layout.Transpose(List.of()),
          new Layout.Broadcast(Shape.scalar()),
          new Layout.Slice(List.of(), Shape.scalar()),
          new Layout.Pad(List.of(), List.of()),
          new Layout.Concat(0),
          new Layout.Reverse(List.of()),
          new Layout.Gather(0, 0),
          new Layout.ScatterAdd(0, 0));

  private final Samples samples = new Samples(5);

  Stream<EngineCase> all() {
    return OPERATIONS.stream()
        .flatMap(
            op ->
                op instanceof Layout.ScatterAdd
                    ? Stream.of(of(op, DType.F32))
                    : Arrays.stream(DType.values()).map(dtype -> of(op, dtype)));
  }

  private EngineCase of(Layout op, DType dtype) {
    CaseBuilder builder = new CaseBuilder(CaseBuilder.name(op) + " of " + dtype);
    switch (op) {
      case Layout.Reshape _ -> reshapes(builder, dtype);
      case Layout.Transpose _ -> transposes(builder, dtype);
      case Layout.Broadcast _ -> broadcasts(builder, dtype);
      case Layout.Slice _ -> slices(builder, dtype);
      case Layout.Pad _ -> pads(builder, dtype);
      case Layout.Concat _ -> concats(builder, dtype);
      case Layout.Reverse _ -> reverses(builder, dtype);
      case Layout.Gather _ -> gathers(builder, dtype);
      case Layout.ScatterAdd _ -> scatterAdds(builder);
    }
    return builder.build();
  }

  private void reshapes(CaseBuilder builder, DType dtype) {
    builder.apply(new Layout.Reshape(Shape.of(24)), any(dtype, 2, 3, 4));
    builder.apply(new Layout.Reshape(Shape.of(6, 4)), any(dtype, 2, 3, 4));
    builder.apply(new Layout.Reshape(Shape.of(1, 257, 1)), any(dtype, 257));
    builder.apply(new Layout.Reshape(Shape.of(1, 1)), any(dtype));
    builder.apply(new Layout.Reshape(Shape.scalar()), any(dtype, 1, 1, 1));
    builder.apply(new Layout.Reshape(Shape.of(3, 17)), any(dtype, 17, 3));
  }

  private void transposes(CaseBuilder builder, DType dtype) {
    builder.apply(new Layout.Transpose(List.of()), any(dtype));
    builder.apply(new Layout.Transpose(List.of(0)), any(dtype, 9));
    for (Shape shape : List.of(Shape.of(1, 257), Shape.of(17, 31), Shape.of(64, 9))) {
      builder.apply(new Layout.Transpose(List.of(1, 0)), any(dtype, shape.sizes()));
    }
    for (List<Integer> permutation : permutations(3)) {
      builder.apply(new Layout.Transpose(permutation), any(dtype, 3, 17, 8));
    }
    for (List<Integer> permutation : permutations(4)) {
      builder.apply(new Layout.Transpose(permutation), any(dtype, 2, 3, 9, 4));
    }
  }

  private void broadcasts(CaseBuilder builder, DType dtype) {
    for (int size : Samples.SIZES) {
      builder.apply(new Layout.Broadcast(Shape.of(size)), any(dtype));
      builder.apply(new Layout.Broadcast(Shape.of(5, size)), any(dtype, size));
      builder.apply(new Layout.Broadcast(Shape.of(5, size)), any(dtype, 5, 1));
      builder.apply(new Layout.Broadcast(Shape.of(size, 5)), any(dtype, 1, 5));
    }
    builder.apply(new Layout.Broadcast(Shape.scalar()), any(dtype));
    builder.apply(new Layout.Broadcast(Shape.of(4, 1, 7)), any(dtype, 1));
    builder.apply(new Layout.Broadcast(Shape.of(2, 3, 4, 5)), any(dtype, 3, 1, 5));
    builder.apply(new Layout.Broadcast(Shape.of(2, 3, 4, 5)), any(dtype, 2, 1, 4, 1));
    builder.apply(new Layout.Broadcast(Shape.of(2, 3, 4, 5)), any(dtype, 1, 3, 1, 5));
    builder.apply(new Layout.Broadcast(Shape.of(2, 3, 4, 5)), any(dtype, 2, 3, 4, 5));
  }

  private void slices(CaseBuilder builder, DType dtype) {
    builder.apply(slice(List.of(), Shape.scalar()), any(dtype));
    builder.apply(slice(List.of(3), Shape.of(31)), any(dtype, 64));
    builder.apply(slice(List.of(256), Shape.of(1)), any(dtype, 257));
    builder.apply(slice(List.of(0, 5), Shape.of(9, 17)), any(dtype, 9, 31));
    builder.apply(slice(List.of(2, 0), Shape.of(7, 31)), any(dtype, 9, 31));
    builder.apply(slice(List.of(1, 2, 3), Shape.of(1, 3, 4)), any(dtype, 3, 5, 7));
    builder.apply(slice(List.of(1, 0, 2, 0), Shape.of(1, 3, 2, 5)), any(dtype, 2, 3, 4, 5));
  }

  private static Layout slice(List<Integer> starts, Shape shape) {
    return new Layout.Slice(starts, shape);
  }

  private void pads(CaseBuilder builder, DType dtype) {
    builder.apply(new Layout.Pad(List.of(), List.of()), any(dtype));
    builder.apply(new Layout.Pad(List.of(1), List.of(7)), any(dtype, 9));
    builder.apply(new Layout.Pad(List.of(0, 3), List.of(0, 5)), any(dtype, 3, 9));
    builder.apply(new Layout.Pad(List.of(2, 0), List.of(1, 0)), any(dtype, 3, 17));
    builder.apply(new Layout.Pad(List.of(1, 1, 1), List.of(1, 2, 3)), any(dtype, 3, 4, 5));
    builder.apply(new Layout.Pad(List.of(0, 1, 2, 0), List.of(1, 0, 0, 3)), any(dtype, 2, 3, 4, 5));
  }

  private void concats(CaseBuilder builder, DType dtype) {
    builder.apply(new Layout.Concat(0), any(dtype, 9));
    builder.apply(new Layout.Concat(0), any(dtype, 3), any(dtype, 1), any(dtype, 17));
    builder.apply(new Layout.Concat(0), any(dtype, 3, 5), any(dtype, 2, 5));
    builder.apply(new Layout.Concat(1), any(dtype, 3, 5), any(dtype, 3, 9), any(dtype, 3, 1));
    builder.apply(new Layout.Concat(1), any(dtype, 2, 3, 4), any(dtype, 2, 1, 4));
    builder.apply(new Layout.Concat(2), any(dtype, 2, 3, 4), any(dtype, 2, 3, 7));
    builder.apply(new Layout.Concat(3), any(dtype, 2, 3, 2, 1), any(dtype, 2, 3, 2, 8));
  }

  private void reverses(CaseBuilder builder, DType dtype) {
    builder.apply(new Layout.Reverse(List.of()), any(dtype, 3));
    for (int size : Samples.SIZES) {
      builder.apply(new Layout.Reverse(List.of(0)), any(dtype, size));
    }
    builder.apply(new Layout.Reverse(List.of(0)), any(dtype, 3, 9));
    builder.apply(new Layout.Reverse(List.of(1)), any(dtype, 3, 9));
    builder.apply(new Layout.Reverse(List.of(0, 1)), any(dtype, 3, 9));
    builder.apply(new Layout.Reverse(List.of(0, 2)), any(dtype, 2, 3, 17));
    builder.apply(new Layout.Reverse(List.of(1, 3)), any(dtype, 2, 3, 4, 5));
  }

  private void gathers(CaseBuilder builder, DType dtype) {
    for (Indexing indexing : INDEXINGS) {
      builder.apply(
          new Layout.Gather(indexing.axis(), indexing.batchAxes()),
          any(dtype, indexing.x()),
          samples.ints(Shape.of(indexing.positions()), 0, indexing.x()[indexing.axis()] - 1));
    }
  }

  private void scatterAdds(CaseBuilder builder) {
    for (Indexing indexing : INDEXINGS) {
      Tensor x = any(DType.F32, indexing.x());
      Tensor positions =
          samples.ints(Shape.of(indexing.positions()), 0, indexing.x()[indexing.axis()] - 1);
      builder.apply(
          new Layout.ScatterAdd(indexing.axis(), indexing.batchAxes()),
          x,
          positions,
          samples.any(TensorType.f32(gathered(indexing))));
    }
  }

  /** Shapes of a gather. */
  private record Indexing(int axis, int batchAxes, int[] x, int[] positions) {}

  private static final List<Indexing> INDEXINGS =
      List.of(
          new Indexing(0, 0, new int[] {9}, new int[] {}),
          new Indexing(0, 0, new int[] {9}, new int[] {31}),
          new Indexing(0, 0, new int[] {5, 17}, new int[] {8}),
          new Indexing(0, 0, new int[] {5, 3}, new int[] {2, 4}),
          new Indexing(1, 0, new int[] {3, 7}, new int[] {9}),
          new Indexing(1, 0, new int[] {3, 7, 4}, new int[] {2, 3}),
          new Indexing(2, 0, new int[] {2, 3, 8}, new int[] {}),
          new Indexing(1, 1, new int[] {3, 7}, new int[] {3, 4}),
          new Indexing(1, 1, new int[] {3, 7, 5}, new int[] {3, 2, 2}),
          new Indexing(2, 1, new int[] {2, 3, 7}, new int[] {2, 5}),
          new Indexing(2, 2, new int[] {2, 3, 7}, new int[] {2, 3}),
          new Indexing(2, 2, new int[] {2, 3, 7, 4}, new int[] {2, 3, 6}));

  private static Shape gathered(Indexing indexing) {
    List<Dim> dims = new ArrayList<>();
    IntStream.of(indexing.x()).limit(indexing.axis()).mapToObj(Dim::of).forEach(dims::add);
    IntStream.of(indexing.positions())
        .skip(indexing.batchAxes())
        .mapToObj(Dim::of)
        .forEach(dims::add);
    IntStream.of(indexing.x()).skip(indexing.axis() + 1L).mapToObj(Dim::of).forEach(dims::add);
    return new Shape(dims);
  }

  private Tensor any(DType dtype, int... sizes) {
    return samples.any(dtype, sizes);
  }

  private static List<List<Integer>> permutations(int rank) {
    if (rank == 0) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (List<Integer> shorter : permutations(rank - 1)) {
      for (int at = 0; at < rank; at++) {
        List<Integer> longer = new ArrayList<>(shorter);
        longer.add(at, rank - 1);
        all.add(List.copyOf(longer));
      }
    }
    return all;
  }
}
