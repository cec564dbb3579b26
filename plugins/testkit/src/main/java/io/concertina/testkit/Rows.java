package io.concertina.testkit;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows out of batches. */
final class Rows {

  private Rows() {}

  /** {@code count} rows from {@code from} on. */
  static Tensor of(Tensor batch, int from, int count) {
    Shape shape = batch.shape().with(0, Dim.of(count));
    int width = batch.size() / batch.shape().dim(0).size();
    int start = from * width;
    int end = (from + count) * width;
    return batch.dtype() == DType.F32
        ? Tensor.of(shape, Arrays.copyOfRange(batch.toFloats(), start, end))
        : Tensor.of(shape, Arrays.copyOfRange(batch.toInts(), start, end));
  }

  /** The same rows of every batch. */
  static Map<String, Tensor> of(Map<String, Tensor> batches, int from, int count) {
    Map<String, Tensor> rows = new LinkedHashMap<>();
    batches.forEach((name, batch) -> rows.put(name, of(batch, from, count)));
    return rows;
  }

  /** In 64 bits. */
  static Map<String, ReferenceTensor> exact(Map<String, Tensor> arguments) {
    Map<String, ReferenceTensor> exact = new LinkedHashMap<>();
    arguments.forEach((name, value) -> exact.put(name, ReferenceTensor.of(value)));
    return exact;
  }
}
