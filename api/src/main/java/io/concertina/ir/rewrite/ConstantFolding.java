package io.concertina.ir.rewrite;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes elementwise operations on scalar constants.
 *
 * <p>Only operations whose result IEEE 754 fixes to the last bit are folded, so that folding cannot
 * be told from running; and only to finite results, so that a NaN keeps the place where it arose.
 */
final class ConstantFolding {

  private ConstantFolding() {}

  static Optional<Value> simpler(Elementwise op, List<Value> operands, Emitter e) {
    List<Tensor> scalars = new ArrayList<>();
    for (Value operand : operands) {
      if (!(operand.op() instanceof Source.Constant constant) || operand.shape().rank() > 0) {
        return Optional.empty();
      }
      scalars.add(constant.value());
    }
    return fold(op, scalars)
        .filter(result -> result.dtype() != DType.F32 || Float.isFinite(result.floatAt(0)))
        .map(result -> e.emit(new Source.Constant(result)));
  }

  private static Optional<Tensor> fold(Elementwise op, List<Tensor> x) {
    return switch (op) {
      case Elementwise.Unary unary -> fold(unary, x.getFirst());
      case Elementwise.Binary binary -> fold(binary, x.get(0), x.get(1));
      case Elementwise.Select _ -> Optional.of(x.get(0).intAt(0) != 0 ? x.get(1) : x.get(2));
      case Elementwise.Cast cast -> cast(x.getFirst(), cast.dtype());
      case Elementwise.StopGradient _ -> Optional.of(x.getFirst());
    };
  }

  private static Optional<Tensor> fold(Elementwise.Unary op, Tensor x) {
    return switch (x.dtype()) {
      case F32 -> fold(op, x.floatAt(0));
      case I32 -> fold(op, x.intAt(0));
      case BOOL -> Optional.of(bool(x.intAt(0) == 0));
    };
  }

  private static Optional<Tensor> fold(Elementwise.Unary op, float x) {
    return switch (op) {
      case Elementwise.Neg _ -> real(-x);
      case Elementwise.Abs _ -> real(Math.abs(x));
      case Elementwise.Sign _ -> real(Math.signum(x));
      case Elementwise.Sqrt _ -> real((float) Math.sqrt(x));
      case Elementwise.Floor _ -> real((float) Math.floor(x));
      case Elementwise.Round _ -> real((float) Math.rint(x));
      case Elementwise.IsFinite _ -> Optional.of(bool(Float.isFinite(x)));
      case Elementwise.Exp _,
          Elementwise.Log _,
          Elementwise.Expm1 _,
          Elementwise.Log1p _,
          Elementwise.Rsqrt _,
          Elementwise.Tanh _,
          Elementwise.Sigmoid _,
          Elementwise.Erf _,
          Elementwise.Not _ ->
          Optional.empty();
    };
  }

  private static Optional<Tensor> fold(Elementwise.Unary op, int x) {
    return switch (op) {
      case Elementwise.Neg _ -> Optional.of(Tensor.scalar(-x));
      case Elementwise.Abs _ -> Optional.of(Tensor.scalar(Math.abs(x)));
      case Elementwise.Sign _ -> Optional.of(Tensor.scalar(Integer.signum(x)));
      case Elementwise.Exp _,
          Elementwise.Log _,
          Elementwise.Expm1 _,
          Elementwise.Log1p _,
          Elementwise.Sqrt _,
          Elementwise.Rsqrt _,
          Elementwise.Tanh _,
          Elementwise.Sigmoid _,
          Elementwise.Erf _,
          Elementwise.Floor _,
          Elementwise.Round _,
          Elementwise.Not _,
          Elementwise.IsFinite _ ->
          Optional.empty();
    };
  }

  private static Optional<Tensor> fold(Elementwise.Binary op, Tensor x, Tensor y) {
    return switch (x.dtype()) {
      case F32 -> fold(op, x.floatAt(0), y.floatAt(0));
      case I32 -> fold(op, x.intAt(0), y.intAt(0));
      case BOOL -> fold(op, x.intAt(0) != 0, y.intAt(0) != 0);
    };
  }

  private static Optional<Tensor> fold(Elementwise.Binary op, float x, float y) {
    return switch (op) {
      case Elementwise.Add _ -> real(x + y);
      case Elementwise.Sub _ -> real(x - y);
      case Elementwise.Mul _ -> real(x * y);
      case Elementwise.Div _ -> real(x / y);
      case Elementwise.Max _ -> real(Math.max(x, y));
      case Elementwise.Min _ -> real(Math.min(x, y));
      case Elementwise.Eq _ -> Optional.of(bool(x == y));
      case Elementwise.Lt _ -> Optional.of(bool(x < y));
      case Elementwise.Le _ -> Optional.of(bool(x <= y));
      case Elementwise.Pow _, Elementwise.And _, Elementwise.Or _ -> Optional.empty();
    };
  }

  private static Optional<Tensor> fold(Elementwise.Binary op, int x, int y) {
    return switch (op) {
      case Elementwise.Add _ -> Optional.of(Tensor.scalar(x + y));
      case Elementwise.Sub _ -> Optional.of(Tensor.scalar(x - y));
      case Elementwise.Mul _ -> Optional.of(Tensor.scalar(x * y));
      case Elementwise.Div _ -> y == 0 ? Optional.empty() : Optional.of(Tensor.scalar(x / y));
      case Elementwise.Max _ -> Optional.of(Tensor.scalar(Math.max(x, y)));
      case Elementwise.Min _ -> Optional.of(Tensor.scalar(Math.min(x, y)));
      case Elementwise.Eq _ -> Optional.of(bool(x == y));
      case Elementwise.Lt _ -> Optional.of(bool(x < y));
      case Elementwise.Le _ -> Optional.of(bool(x <= y));
      case Elementwise.Pow _, Elementwise.And _, Elementwise.Or _ -> Optional.empty();
    };
  }

  private static Optional<Tensor> fold(Elementwise.Binary op, boolean x, boolean y) {
    return switch (op) {
      case Elementwise.And _ -> Optional.of(bool(x && y));
      case Elementwise.Or _ -> Optional.of(bool(x || y));
      case Elementwise.Add _,
          Elementwise.Sub _,
          Elementwise.Mul _,
          Elementwise.Div _,
          Elementwise.Pow _,
          Elementwise.Max _,
          Elementwise.Min _,
          Elementwise.Eq _,
          Elementwise.Lt _,
          Elementwise.Le _ ->
          Optional.empty();
    };
  }

  /** A float beyond the range of int stays for the engine to convert. */
  private static Optional<Tensor> cast(Tensor x, DType dtype) {
    return switch (dtype) {
      case F32 -> real(x.floatAt(0));
      case I32 -> {
        float number = x.floatAt(0);
        yield x.dtype() != DType.F32
            ? Optional.of(Tensor.scalar(x.intAt(0)))
            : Math.abs(number) < 0x1p31f
                ? Optional.of(Tensor.scalar((int) number))
                : Optional.empty();
      }
      case BOOL -> Optional.of(bool(x.dtype() == DType.F32 ? x.floatAt(0) != 0 : x.intAt(0) != 0));
    };
  }

  private static Optional<Tensor> real(float value) {
    return Optional.of(Tensor.scalar(value));
  }

  private static Tensor bool(boolean value) {
    return Tensor.ofBooleans(Shape.scalar(), value ? 1 : 0);
  }
}
