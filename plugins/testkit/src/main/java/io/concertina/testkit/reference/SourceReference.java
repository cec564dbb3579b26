package io.concertina.testkit.reference;

import io.concertina.EngineException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import java.util.List;
import java.util.Map;

/** Meaning of the operations that make a value out of no other tensor's elements. */
final class SourceReference {

  private SourceReference() {}

  static ReferenceTensor apply(
      Source op, List<ReferenceTensor> operands, Map<String, Integer> sizes) {
    return switch (op) {
      case Source.Parameter parameter ->
          throw new EngineException("parameter " + parameter.name(), "a value", "none");
      case Source.Constant constant -> ReferenceTensor.of(constant.value());
      case Source.Iota iota -> iota(iota.type().as(iota.type().shape().bind(sizes)), iota.axis());
      case Source.RandomBits bits ->
          randomBits(operands.getFirst(), bits.stream(), bits.shape().bind(sizes));
      case Source.DimSize dimSize -> ReferenceTensor.scalar(dimSize.dim().bind(sizes).size());
    };
  }

  private static ReferenceTensor iota(TensorType type, int axis) {
    Indices indices = new Indices(type.shape());
    int[] counts = new int[type.shape().size()];
    double[] numbers = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = indices.at(i)[axis];
      numbers[i] = counts[i];
    }
    return type.dtype() == DType.F32
        ? ReferenceTensor.own(type.shape(), numbers)
        : ReferenceTensor.own(type, counts);
  }

  private static ReferenceTensor randomBits(ReferenceTensor words, long stream, Shape shape) {
    long key = (words.intAt(0) & 0xFFFFFFFFL) | (long) words.intAt(1) << 32;
    int[] bits = new int[shape.size()];
    Threefry.fill(key, stream, 0, bits, 0, bits.length);
    return ReferenceTensor.own(new TensorType(DType.I32, shape), bits);
  }
}
