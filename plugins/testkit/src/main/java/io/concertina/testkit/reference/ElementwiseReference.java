package io.concertina.testkit.reference;

import io.concertina.EngineException;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.TensorType;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** Meaning of the operations that compute each element from those at the same position. */
final class ElementwiseReference {

  private ElementwiseReference() {}

  static ReferenceTensor apply(Elementwise op, List<ReferenceTensor> operands) {
    ReferenceTensor x = operands.getFirst();
    return switch (op) {
      case Elementwise.Unary unary -> unary(unary, x);
      case Elementwise.Binary binary -> binary(binary, x, operands.get(1));
      case Elementwise.Select _ -> select(x, operands.get(1), operands.get(2));
      case Elementwise.Cast cast -> cast(x, cast.dtype());
      case Elementwise.StopGradient _ -> x;
    };
  }

  private static ReferenceTensor unary(Elementwise.Unary op, ReferenceTensor x) {
    return switch (op) {
      case Elementwise.Neg _ -> numbers(x, a -> -a, a -> -a);
      case Elementwise.Abs _ -> numbers(x, Math::abs, Math::abs);
      case Elementwise.Sign _ -> numbers(x, Math::signum, Integer::signum);
      case Elementwise.Exp _ -> floats(x, Math::exp);
      case Elementwise.Log _ -> floats(x, Math::log);
      case Elementwise.Expm1 _ -> floats(x, Math::expm1);
      case Elementwise.Log1p _ -> floats(x, Math::log1p);
      case Elementwise.Sqrt _ -> floats(x, Math::sqrt);
      case Elementwise.Rsqrt _ -> floats(x, a -> 1 / Math.sqrt(a));
      case Elementwise.Tanh _ -> floats(x, Math::tanh);
      case Elementwise.Sigmoid _ -> floats(x, a -> 1 / (1 + Math.exp(-a)));
      case Elementwise.Erf _ -> floats(x, ErrorFunction::erf);
      case Elementwise.Floor _ -> floats(x, Math::floor);
      case Elementwise.Round _ -> floats(x, Math::rint);
      case Elementwise.Not _ -> ints(x, DType.BOOL, a -> 1 - a);
      case Elementwise.IsFinite _ -> test(x, Double::isFinite);
    };
  }

  private static ReferenceTensor binary(
      Elementwise.Binary op, ReferenceTensor x, ReferenceTensor y) {
    return switch (op) {
      case Elementwise.Add _ -> numbers(x, y, Double::sum, Integer::sum);
      case Elementwise.Sub _ -> numbers(x, y, (a, b) -> a - b, (a, b) -> a - b);
      case Elementwise.Mul _ -> numbers(x, y, (a, b) -> a * b, (a, b) -> a * b);
      case Elementwise.Div _ -> numbers(x, y, (a, b) -> a / b, ElementwiseReference::quotient);
      case Elementwise.Pow _ -> floats(x, y, Math::pow);
      case Elementwise.Max _ -> numbers(x, y, Math::max, Math::max);
      case Elementwise.Min _ -> numbers(x, y, Math::min, Math::min);
      case Elementwise.And _ -> ints(x, y, (a, b) -> a & b);
      case Elementwise.Or _ -> ints(x, y, (a, b) -> a | b);
      case Elementwise.Eq _ -> test(x, y, (a, b) -> a == b);
      case Elementwise.Lt _ -> test(x, y, (a, b) -> a < b);
      case Elementwise.Le _ -> test(x, y, (a, b) -> a <= b);
    };
  }

  private static int quotient(int a, int b) {
    if (b == 0) {
      throw new EngineException("div of i32", "a divisor other than 0", a + " / " + b);
    }
    return a / b;
  }

  private static ReferenceTensor select(
      ReferenceTensor condition, ReferenceTensor a, ReferenceTensor b) {
    if (a.dtype() == DType.F32) {
      double[] y = new double[a.size()];
      for (int i = 0; i < y.length; i++) {
        y[i] = condition.intAt(i) != 0 ? a.doubleAt(i) : b.doubleAt(i);
      }
      return ReferenceTensor.own(a.shape(), y);
    }
    int[] y = new int[a.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = condition.intAt(i) != 0 ? a.intAt(i) : b.intAt(i);
    }
    return ReferenceTensor.own(a.type(), y);
  }

  private static ReferenceTensor cast(ReferenceTensor x, DType dtype) {
    return switch (dtype) {
      case F32 -> ReferenceTensor.own(x.shape(), x.toDoubles());
      case I32 -> x.dtype() == DType.F32 ? truncated(x) : ints(x, DType.I32, a -> a);
      case BOOL -> test(x, a -> a != 0);
    };
  }

  private static ReferenceTensor truncated(ReferenceTensor x) {
    int[] y = new int[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = (int) x.doubleAt(i);
    }
    return ReferenceTensor.own(x.type().as(DType.I32), y);
  }

  private static ReferenceTensor numbers(
      ReferenceTensor x, DoubleUnaryOperator onFloats, IntUnaryOperator onInts) {
    return x.dtype() == DType.F32 ? floats(x, onFloats) : ints(x, DType.I32, onInts);
  }

  private static ReferenceTensor numbers(
      ReferenceTensor x,
      ReferenceTensor y,
      DoubleBinaryOperator onFloats,
      IntBinaryOperator onInts) {
    return x.dtype() == DType.F32 ? floats(x, y, onFloats) : ints(x, y, onInts);
  }

  private static ReferenceTensor floats(ReferenceTensor x, DoubleUnaryOperator f) {
    double[] y = new double[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsDouble(x.doubleAt(i));
    }
    return ReferenceTensor.own(x.shape(), y);
  }

  private static ReferenceTensor floats(
      ReferenceTensor x, ReferenceTensor y, DoubleBinaryOperator f) {
    double[] z = new double[x.size()];
    for (int i = 0; i < z.length; i++) {
      z[i] = f.applyAsDouble(x.doubleAt(i), y.doubleAt(i));
    }
    return ReferenceTensor.own(x.shape(), z);
  }

  private static ReferenceTensor ints(ReferenceTensor x, DType dtype, IntUnaryOperator f) {
    int[] y = new int[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsInt(x.intAt(i));
    }
    return ReferenceTensor.own(x.type().as(dtype), y);
  }

  private static ReferenceTensor ints(ReferenceTensor x, ReferenceTensor y, IntBinaryOperator f) {
    int[] z = new int[x.size()];
    for (int i = 0; i < z.length; i++) {
      z[i] = f.applyAsInt(x.intAt(i), y.intAt(i));
    }
    return ReferenceTensor.own(x.type(), z);
  }

  private static ReferenceTensor test(ReferenceTensor x, DoublePredicate p) {
    int[] y = new int[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = p.test(x.doubleAt(i)) ? 1 : 0;
    }
    return ReferenceTensor.own(new TensorType(DType.BOOL, x.shape()), y);
  }

  private static ReferenceTensor test(ReferenceTensor x, ReferenceTensor y, Relation relation) {
    int[] z = new int[x.size()];
    for (int i = 0; i < z.length; i++) {
      z[i] = relation.holds(x.doubleAt(i), y.doubleAt(i)) ? 1 : 0;
    }
    return ReferenceTensor.own(new TensorType(DType.BOOL, x.shape()), z);
  }

  /** A relation of two numbers. Every i32 is a double, so it serves both types. */
  private interface Relation {
    boolean holds(double a, double b);
  }
}
