package io.concertina.autoencoder;

import io.concertina.DataException;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.ModelFunctions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Many rows in pieces, so that memory does not grow with a program's intermediate values. */
final class Pieces {

  private Pieces() {}

  /** How many rows inputs have. */
  static int rows(Map<String, Tensor> inputs) {
    int rows = -1;
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      Shape shape = input.getValue().shape();
      if (input.getKey().equals(ModelFunctions.KEY) || shape.rank() == 0) {
        continue;
      }
      int count = shape.dim(0).size();
      if (rows >= 0 && count != rows) {
        throw new DataException("stream " + input.getKey(), rows + " rows as the others", count);
      }
      rows = count;
    }
    return Math.max(rows, 1);
  }

  /** Runs pieces of at most {@code most} rows and joins what comes out. */
  static Map<String, Tensor> run(
      Map<String, Tensor> inputs, int n, int most, UnaryOperator<Map<String, Tensor>> program) {
    Map<String, Tensor> joined = new LinkedHashMap<>();
    Map<String, Object> gathered = new LinkedHashMap<>();
    for (int from = 0; from < n; from += most) {
      int count = Math.min(most, n - from);
      Map<String, Tensor> piece = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        boolean key = input.getKey().equals(ModelFunctions.KEY);
        piece.put(input.getKey(), key ? input.getValue() : rows(input.getValue(), from, count));
      }
      int row = from;
      program.apply(piece).forEach((name, value) -> gather(gathered, joined, name, value, row, n));
    }
    gathered.forEach(
        (name, all) ->
            joined.put(
                name,
                tensor(
                    Objects.requireNonNull(joined.get(name), name).shape().with(0, Dim.of(n)),
                    all)));
    return joined;
  }

  private static Tensor rows(Tensor all, int from, int count) {
    int width = all.size() / all.shape().dim(0).size();
    Shape shape = all.shape().with(0, Dim.of(count));
    if (all.dtype() == DType.F32) {
      float[] piece = new float[count * width];
      all.copyTo(from * width, piece, 0, piece.length);
      return Tensor.view(shape, piece);
    }
    int[] piece = new int[count * width];
    all.copyTo(from * width, piece, 0, piece.length);
    return Tensor.of(shape, piece);
  }

  private static void gather(
      Map<String, Object> gathered,
      Map<String, Tensor> first,
      String name,
      Tensor value,
      int row,
      int n) {
    int size = value.size() / value.shape().dim(0).size();
    first.putIfAbsent(name, value);
    if (value.dtype() == DType.F32) {
      Object all = gathered.computeIfAbsent(name, _ -> new float[Math.multiplyExact(n, size)]);
      value.copyTo(0, (float[]) all, row * size, value.size());
    } else {
      Object all = gathered.computeIfAbsent(name, _ -> new int[Math.multiplyExact(n, size)]);
      value.copyTo(0, (int[]) all, row * size, value.size());
    }
  }

  private static Tensor tensor(Shape shape, Object elements) {
    return elements instanceof float[] floats
        ? Tensor.view(shape, floats)
        : Tensor.of(shape, (int[]) elements);
  }
}
