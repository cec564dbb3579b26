package io.concertina.ir.rewrite;

import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.Optional;

/** A uniform constant is the broadcast of a scalar; a fixed dimension's size is a constant. */
final class SourceIdentities {

  private SourceIdentities() {}

  static Optional<Value> simpler(Source op, Emitter e) {
    return switch (op) {
      case Source.Constant constant when constant.value().shape().rank() > 0 ->
          Uniform.of(constant.value()).map(scalar -> e.uniform(scalar, constant.value().shape()));
      case Source.DimSize size when size.dim().isFixed() ->
          Optional.of(e.emit(new Source.Constant(Tensor.scalar((float) size.dim().size()))));
      case Source.Constant _,
          Source.DimSize _,
          Source.Parameter _,
          Source.Iota _,
          Source.RandomBits _ ->
          Optional.empty();
    };
  }
}
