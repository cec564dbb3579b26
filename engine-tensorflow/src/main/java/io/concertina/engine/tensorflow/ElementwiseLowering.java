package io.concertina.engine.tensorflow;

import static io.concertina.engine.tensorflow.GraphWriter.any;
import static io.concertina.engine.tensorflow.GraphWriter.bool;
import static io.concertina.engine.tensorflow.GraphWriter.common;
import static io.concertina.engine.tensorflow.GraphWriter.f32;
import static io.concertina.engine.tensorflow.GraphWriter.number;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Node;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/** Lowers the elementwise operations; broadcasts of their operands stay pending. */
final class ElementwiseLowering {

  private ElementwiseLowering() {}

  static Lowered lower(Elementwise op, Node node, GraphWriter writer) {
    Lowered x = writer.get(node.operand(0));
    Ops ops = writer.ops();
    return switch (op) {
      case Elementwise.Unary unary -> new Lowered(unary(unary, x.operand(), ops), x.shape());
      case Elementwise.Binary binary -> binary(binary, x, writer.get(node.operand(1)), ops);
      case Elementwise.Select _ ->
          select(x, writer.get(node.operand(1)), writer.get(node.operand(2)), ops);
      case Elementwise.Cast cast ->
          new Lowered(ops.dtypes.cast(x.operand(), HostTensors.type(cast.dtype())), x.shape());
      case Elementwise.StopGradient _ -> x;
    };
  }

  private static Operand<? extends TType> unary(
      Elementwise.Unary op, Operand<? extends TType> x, Ops ops) {
    return switch (op) {
      case Elementwise.Neg _ -> ops.math.neg(x);
      case Elementwise.Abs _ -> ops.math.abs(number(x));
      case Elementwise.Sign _ -> ops.math.sign(x);
      case Elementwise.Exp _ -> ops.math.exp(x);
      case Elementwise.Log _ -> ops.math.log(x);
      case Elementwise.Expm1 _ -> ops.math.expm1(x);
      case Elementwise.Log1p _ -> ops.math.log1p(x);
      case Elementwise.Sqrt _ -> ops.math.sqrt(x);
      case Elementwise.Rsqrt _ -> ops.math.rsqrt(x);
      case Elementwise.Tanh _ -> ops.math.tanh(x);
      case Elementwise.Sigmoid _ -> ops.math.sigmoid(x);
      case Elementwise.Erf _ -> ops.math.erf(f32(x));
      case Elementwise.Floor _ -> ops.math.floor(f32(x));
      case Elementwise.Round _ -> ops.math.rint(f32(x));
      case Elementwise.Not _ -> ops.math.logicalNot(bool(x));
      case Elementwise.IsFinite _ -> ops.math.isFinite(f32(x));
    };
  }

  private static Lowered binary(Elementwise.Binary op, Lowered left, Lowered right, Ops ops) {
    Operand<TType> x = any(left.operand());
    Operand<TType> y = any(right.operand());
    Operand<? extends TType> z =
        switch (op) {
          case Elementwise.Add _ -> ops.math.add(x, y);
          case Elementwise.Sub _ -> ops.math.sub(x, y);
          case Elementwise.Mul _ -> ops.math.mul(x, y);
          case Elementwise.Div _ -> ops.math.div(x, y);
          case Elementwise.Pow _ -> ops.math.pow(x, y);
          case Elementwise.Max _ -> ops.math.maximum(number(x), number(y));
          case Elementwise.Min _ -> ops.math.minimum(number(x), number(y));
          case Elementwise.And _ -> ops.math.logicalAnd(bool(x), bool(y));
          case Elementwise.Or _ -> ops.math.logicalOr(bool(x), bool(y));
          case Elementwise.Eq _ -> ops.math.equal(x, y);
          case Elementwise.Lt _ -> ops.math.less(number(x), number(y));
          case Elementwise.Le _ -> ops.math.lessEqual(number(x), number(y));
        };
    return new Lowered(z, common(left.shape(), right.shape()));
  }

  private static Lowered select(Lowered condition, Lowered a, Lowered b, Ops ops) {
    return new Lowered(
        ops.select(bool(condition.operand()), any(a.operand()), any(b.operand())),
        common(condition.shape(), a.shape(), b.shape()));
  }
}
