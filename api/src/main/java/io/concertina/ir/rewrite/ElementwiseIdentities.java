package io.concertina.ir.rewrite;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Op;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.List;
import java.util.Optional;

/** Identities of arithmetic and logic that hold for every float, NaN and infinities included. */
final class ElementwiseIdentities {

  private ElementwiseIdentities() {}

  static Optional<Value> simpler(Elementwise op, List<Value> operands, Emitter e) {
    Value x = operands.getFirst();
    return switch (op) {
      case Elementwise.Unary unary -> unary(unary, x, e);
      case Elementwise.Binary binary -> binary(binary, x, operands.get(1), e);
      case Elementwise.Select _ -> select(x, operands.get(1), operands.get(2), e);
      case Elementwise.Cast cast -> when(cast.dtype() == x.dtype(), x);
      case Elementwise.StopGradient _ -> when(x.op() instanceof Elementwise.StopGradient, x);
    };
  }

  private static Optional<Value> unary(Elementwise.Unary op, Value x, Emitter e) {
    return switch (op) {
      case Elementwise.Neg _ ->
          switch (x.op()) {
            case Elementwise.Neg _ -> Optional.of(operand(x, 0));
            case Elementwise.Sub sub -> Optional.of(e.emit(sub, operand(x, 1), operand(x, 0)));
            case Op _ -> Optional.empty();
          };
      case Elementwise.Abs abs ->
          switch (x.op()) {
            case Elementwise.Neg _ -> Optional.of(e.emit(abs, operand(x, 0)));
            case Elementwise.Abs _ -> Optional.of(x);
            case Op _ -> Optional.empty();
          };
      case Elementwise.Not _ ->
          x.op() instanceof Elementwise.Not ? Optional.of(operand(x, 0)) : Optional.empty();
      case Elementwise.Floor _, Elementwise.Round _ ->
          when(x.op() instanceof Elementwise.Floor || x.op() instanceof Elementwise.Round, x);
      case Elementwise.Sign _,
          Elementwise.Exp _,
          Elementwise.Log _,
          Elementwise.Expm1 _,
          Elementwise.Log1p _,
          Elementwise.Sqrt _,
          Elementwise.Rsqrt _,
          Elementwise.Tanh _,
          Elementwise.Sigmoid _,
          Elementwise.Erf _,
          Elementwise.IsFinite _ ->
          Optional.empty();
    };
  }

  private static Optional<Value> binary(Elementwise.Binary op, Value x, Value y, Emitter e) {
    return switch (op) {
      case Elementwise.Add _ -> add(x, y, e);
      case Elementwise.Sub _ -> sub(x, y, e);
      case Elementwise.Mul _ -> times(x, y, e).or(() -> times(y, x, e));
      case Elementwise.Div _ -> times(x, y, e);
      case Elementwise.Pow _ -> power(x, y, e);
      case Elementwise.Max _, Elementwise.Min _ -> when(x == y, x);
      case Elementwise.And _ -> and(x, y).or(() -> and(y, x));
      case Elementwise.Or _ -> or(x, y).or(() -> or(y, x));
      case Elementwise.Eq _, Elementwise.Lt _, Elementwise.Le _ -> Optional.empty();
    };
  }

  private static Optional<Value> add(Value x, Value y, Emitter e) {
    if (Uniform.is(y, 0)) {
      return Optional.of(x);
    }
    if (Uniform.is(x, 0)) {
      return Optional.of(y);
    }
    if (y.op() instanceof Elementwise.Neg) {
      return Optional.of(e.emit(new Elementwise.Sub(), x, operand(y, 0)));
    }
    if (x.op() instanceof Elementwise.Neg) {
      return Optional.of(e.emit(new Elementwise.Sub(), y, operand(x, 0)));
    }
    return Optional.empty();
  }

  private static Optional<Value> sub(Value x, Value y, Emitter e) {
    if (Uniform.is(y, 0)) {
      return Optional.of(x);
    }
    if (Uniform.is(x, 0)) {
      return Optional.of(e.emit(new Elementwise.Neg(), y));
    }
    if (y.op() instanceof Elementwise.Neg) {
      return Optional.of(e.emit(new Elementwise.Add(), x, operand(y, 0)));
    }
    return Optional.empty();
  }

  /** Factors or divisors 1 and -1 of x; a factor 0 stays, since 0 · ∞ is NaN. */
  private static Optional<Value> times(Value x, Value factor, Emitter e) {
    if (Uniform.is(factor, 1)) {
      return Optional.of(x);
    }
    if (Uniform.is(factor, -1)) {
      return Optional.of(e.emit(new Elementwise.Neg(), x));
    }
    return Optional.empty();
  }

  private static Optional<Value> power(Value x, Value exponent, Emitter e) {
    if (Uniform.is(exponent, 1)) {
      return Optional.of(x);
    }
    if (Uniform.is(exponent, 2)) {
      return Optional.of(e.emit(new Elementwise.Mul(), x, x));
    }
    return Optional.empty();
  }

  private static Optional<Value> and(Value x, Value y) {
    return x == y || Uniform.is(y, 1) ? Optional.of(x) : when(Uniform.is(y, 0), y);
  }

  private static Optional<Value> or(Value x, Value y) {
    return x == y || Uniform.is(y, 0) ? Optional.of(x) : when(Uniform.is(y, 1), y);
  }

  private static Optional<Value> select(Value condition, Value a, Value b, Emitter e) {
    Optional<Tensor> known = Uniform.of(condition);
    if (known.isPresent()) {
      return Optional.of(known.get().intAt(0) != 0 ? a : b);
    }
    if (a == b) {
      return Optional.of(a);
    }
    if (condition.op() instanceof Elementwise.Not) {
      return Optional.of(e.emit(new Elementwise.Select(), operand(condition, 0), b, a));
    }
    Value taken = branch(condition, a, 1);
    Value other = branch(condition, b, 2);
    return taken == a && other == b
        ? Optional.empty()
        : Optional.of(e.emit(new Elementwise.Select(), condition, taken, other));
  }

  /** What a branch gives where it is taken, if it selects by the same condition again. */
  private static Value branch(Value condition, Value value, int position) {
    boolean again = value.op() instanceof Elementwise.Select && operand(value, 0) == condition;
    return again ? operand(value, position) : value;
  }

  private static Optional<Value> when(boolean holds, Value value) {
    return holds ? Optional.of(value) : Optional.empty();
  }

  private static Value operand(Value value, int index) {
    return value.node().operand(index);
  }
}
