package io.concertina.ir.infer;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.TensorType;

/** Types of the elementwise operations. */
final class ElementwiseInference {

  private ElementwiseInference() {}

  static TensorType infer(Elementwise op, Operands operands) {
    return switch (op) {
      case Elementwise.Unary unary -> unary(unary, operands);
      case Elementwise.Binary binary -> binary(binary, operands);
      case Elementwise.Select _ -> select(operands);
      case Elementwise.Cast cast -> {
        operands.count(1);
        yield operands.type(0).as(cast.dtype());
      }
      case Elementwise.StopGradient _ -> {
        operands.count(1);
        yield operands.type(0);
      }
    };
  }

  private static TensorType unary(Elementwise.Unary op, Operands operands) {
    operands.count(1);
    TensorType type = operands.type(0);
    return switch (op) {
      case Elementwise.Neg _, Elementwise.Abs _, Elementwise.Sign _ -> {
        operands.require(type.dtype() != DType.BOOL, "a number", type);
        yield type;
      }
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
          Elementwise.Round _ -> {
        operands.dtype(0, DType.F32);
        yield type;
      }
      case Elementwise.Not _ -> {
        operands.dtype(0, DType.BOOL);
        yield type;
      }
      case Elementwise.IsFinite _ -> {
        operands.dtype(0, DType.F32);
        yield type.as(DType.BOOL);
      }
    };
  }

  private static TensorType binary(Elementwise.Binary op, Operands operands) {
    operands.count(2);
    TensorType type = operands.same();
    return switch (op) {
      case Elementwise.Add _,
          Elementwise.Sub _,
          Elementwise.Mul _,
          Elementwise.Div _,
          Elementwise.Max _,
          Elementwise.Min _ -> {
        operands.require(type.dtype() != DType.BOOL, "numbers", type);
        yield type;
      }
      case Elementwise.Pow _ -> {
        operands.dtype(0, DType.F32);
        yield type;
      }
      case Elementwise.And _, Elementwise.Or _ -> {
        operands.dtype(0, DType.BOOL);
        yield type;
      }
      case Elementwise.Eq _, Elementwise.Lt _, Elementwise.Le _ -> {
        operands.require(type.dtype() != DType.BOOL, "numbers", type);
        yield type.as(DType.BOOL);
      }
    };
  }

  private static TensorType select(Operands operands) {
    operands.count(3);
    TensorType type = operands.type(1);
    operands.require(
        operands.type(0).equals(type.as(DType.BOOL)),
        () -> "a condition " + type.as(DType.BOOL),
        operands.type(0));
    operands.require(operands.type(2).equals(type), () -> "two branches " + type, operands.type(2));
    return type;
  }
}
