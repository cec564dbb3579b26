package io.concertina.testkit.cases;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import java.util.List;
import java.util.stream.Stream;

/** Every operation that makes a value out of no other tensor's elements. */
final class SourceCases {

  /** A stand-in per operation, from which the switch below makes the cases. */
  static final List<Source> OPERATIONS =
      List.of(
          new Source.Parameter("x", Source.Kind.INPUT),
          new Source.Constant(Tensor.scalar(0)),
          new Source.Iota(TensorType.f32(Shape.of(1)), 0),
          new Source.RandomBits(0, Shape.scalar()),
          new Source.DimSize(Dim.of(1)));

  private final Samples samples = new Samples(7);

  Stream<EngineCase> all() {
    return OPERATIONS.stream().flatMap(this::of);
  }

  private Stream<EngineCase> of(Source op) {
    return switch (op) {
      case Source.Parameter _ -> Stream.of(parameters());
      case Source.Constant _ -> Stream.of(constants());
      case Source.Iota _ -> Stream.of(iota());
      case Source.RandomBits _ ->
          Stream.of(0L, 1L, -1L, 0x0123456789ABCDEFL, Long.MIN_VALUE).map(this::randomBits);
      case Source.DimSize _ -> Stream.of(dimSize());
    };
  }

  private EngineCase parameters() {
    CaseBuilder builder = new CaseBuilder("parameters as outputs");
    for (DType dtype : DType.values()) {
      for (Shape shape : Samples.SHAPES) {
        builder.output(builder.input(samples.any(new TensorType(dtype, shape))));
      }
    }
    return builder.build();
  }

  private EngineCase constants() {
    CaseBuilder builder = new CaseBuilder("constants as outputs");
    for (DType dtype : DType.values()) {
      for (Shape shape : Samples.SHAPES) {
        builder.output(builder.ops().constant(samples.any(new TensorType(dtype, shape))));
      }
    }
    return builder.build();
  }

  private EngineCase iota() {
    CaseBuilder builder = new CaseBuilder("iota");
    for (DType dtype : List.of(DType.F32, DType.I32)) {
      for (Shape shape : Samples.SHAPES) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          builder.output(builder.ops().iota(new TensorType(dtype, shape), axis));
        }
      }
    }
    return builder.build();
  }

  private EngineCase randomBits(long key) {
    CaseBuilder builder = new CaseBuilder("random_bits of key " + Long.toHexString(key));
    Value words = builder.input(Threefry.key(key));
    for (long stream : new long[] {0, 1, -1, 0x9E3779B97F4A7C15L}) {
      for (Shape shape : Samples.SHAPES) {
        builder.output(builder.ops().randomBits(words, stream, shape));
      }
    }
    return builder.build();
  }

  private EngineCase dimSize() {
    CaseBuilder builder = new CaseBuilder("dim_size");
    Dim batch = Dim.named("batch");
    Dim time = Dim.named("time");
    builder.input(samples.any(DType.F32, 17, 5), TensorType.f32(Shape.of(batch, time)));
    for (Dim dim : List.of(Dim.of(7), batch, time, batch.times(time), batch.times(Dim.of(3)))) {
      builder.output(builder.ops().dimSize(dim));
    }
    return builder.build();
  }
}
