package io.concertina.engine.nativejava.kernel.simd;

import static io.concertina.engine.nativejava.kernel.Coefficients.*;

import io.concertina.engine.nativejava.kernel.UnaryOp;

/**
 * Writes the elementary functions, step for step as {@code ScalarMath} computes them, with masks in
 * place of branches.
 */
final class VectorFunctions {

  private final VectorCode code;

  VectorFunctions(VectorCode code) {
    this.code = code;
  }

  int unary(UnaryOp op, int x) {
    return switch (op) {
      case NEG -> code.neg(x);
      case ABS -> code.abs(x);
      case SIGN -> sign(x);
      case EXP -> exp(x);
      case LOG -> log(x);
      case EXPM1 -> expm1(x);
      case LOG1P -> log1p(x);
      case SQRT -> code.sqrt(x);
      case RSQRT -> code.div(code.constant(1f), code.sqrt(x));
      case TANH -> tanh(x);
      case SIGMOID -> sigmoid(x);
      case ERF -> erf(x);
      case FLOOR -> floor(x);
      case ROUND -> round(x);
    };
  }

  private int exp(int x) {
    int shifted = code.fma(x, code.constant(LOG2_E), code.constant(ROUNDING));
    int r = reduced(x, shifted);
    int p = polynomial(r, EXP_4, EXP_3, EXP_2, EXP_1, EXP_0);
    int y = code.add(code.fma(code.mul(r, r), p, r), code.constant(1f));
    int n = integer(shifted);
    int half = code.shiftRight(n, 1);
    y = code.mul(code.mul(y, powerOfTwo(half)), powerOfTwo(code.intSub(n, half)));
    y = code.select(below(x, -EXP_RANGE), code.constant(0f), y);
    return code.select(above(x, EXP_RANGE), code.constant(Float.POSITIVE_INFINITY), y);
  }

  private int expm1(int x) {
    int shifted = code.fma(x, code.constant(LOG2_E), code.constant(ROUNDING));
    int q = expm1Reduced(x, shifted);
    int power = powerOfTwo(code.intSub(integer(shifted), code.constant(1)));
    int y = code.fma(power, q, code.sub(power, code.constant(0.5f)));
    y = code.mul(code.constant(2f), y);
    y = code.select(below(x, EXPM1_LOW), code.constant(-1f), y);
    y = code.select(above(x, EXPM1_HIGH), code.constant(Float.POSITIVE_INFINITY), y);
    return code.select(below(code.abs(x), TINY), x, y);
  }

  private int tanh(int x) {
    int twice = code.mul(code.constant(2f), code.abs(x));
    twice = code.select(above(twice, TANH_ONE), code.constant(TANH_ONE), twice);
    int shifted = code.fma(twice, code.constant(LOG2_E), code.constant(ROUNDING));
    int q = expm1Reduced(twice, shifted);
    int power = powerOfTwo(integer(shifted));
    int one = code.constant(1f);
    int m = code.fma(power, q, code.sub(power, one));
    m = code.select(above(twice, 1f), code.constant(2f), m);
    int half = code.mul(m, code.constant(0.5f));
    int share = code.div(m, code.fma(power, q, code.add(power, one)));
    return copySign(code.fma(share, code.neg(half), half), x);
  }

  private int sigmoid(int x) {
    int e = exp(code.neg(code.abs(x)));
    int one = code.constant(1f);
    int c = code.select(below(x, 0f), e, one);
    return code.fma(code.div(e, code.add(one, e)), code.neg(c), c);
  }

  private int erf(int x) {
    int a = code.abs(x);
    int u = code.mul(x, x);
    int s = polynomial(u, ERF_6, ERF_5, ERF_4, ERF_3, ERF_2, ERF_1, ERF_0);
    int t =
        polynomial(
            a, ERF_TAIL_6, ERF_TAIL_5, ERF_TAIL_4, ERF_TAIL_3, ERF_TAIL_2, ERF_TAIL_1, ERF_TAIL_0);
    int tail = code.sub(code.constant(1f), exp(code.mul(code.neg(a), t)));
    return code.select(below(a, 1f), code.fma(x, s, x), copySign(tail, x));
  }

  /** r = x - whole·ln 2. */
  private int reduced(int x, int shifted) {
    int whole = code.sub(shifted, code.constant(ROUNDING));
    int r = code.fma(whole, code.constant(-LN2_HIGH), x);
    return code.fma(whole, code.constant(-LN2_LOW), r);
  }

  private int expm1Reduced(int x, int shifted) {
    int r = reduced(x, shifted);
    int p = polynomial(r, EXPM1_5, EXPM1_4, EXPM1_3, EXPM1_2, EXPM1_1, EXPM1_0);
    return code.fma(code.mul(r, r), p, r);
  }

  private int integer(int shifted) {
    return code.intSub(code.bits(shifted), code.constant(Float.floatToRawIntBits(ROUNDING)));
  }

  private int powerOfTwo(int n) {
    return code.fromBits(code.shiftLeft(code.intAdd(n, code.constant(127)), 23));
  }

  private int log(int x) {
    int denormal = below(x, Float.MIN_NORMAL);
    int normal = code.select(denormal, code.mul(x, code.constant(0x1p23f)), x);
    int bits = code.intSub(code.bits(normal), code.constant(SQRT_HALF_BITS));
    int n = code.toFloat(code.shiftRight(bits, 23));
    n = code.select(denormal, code.sub(n, code.constant(23f)), n);
    return logLimits(x, logReduced(fraction(bits), n, code.mul(n, code.constant(LN2_LOW))));
  }

  private int log1p(int x) {
    int one = code.constant(1f);
    int u = code.add(one, x);
    int bits = code.intSub(code.bits(u), code.constant(SQRT_HALF_BITS));
    int n = code.toFloat(code.shiftRight(bits, 23));
    int small = code.sub(x, code.sub(u, one));
    int large = code.sub(one, code.sub(u, x));
    int lost = code.select(below(x, 1f), small, large);
    int low = code.fma(n, code.constant(LN2_LOW), code.div(lost, u));
    int y = logLimits(u, logReduced(fraction(bits), n, low));
    return code.select(below(code.abs(x), TINY), x, y);
  }

  /** f of 1 + f from √½ to √2, from the bits less those of √½. */
  private int fraction(int bits) {
    int mantissa = code.intAnd(bits, code.constant(0x7fffff));
    int m = code.fromBits(code.intAdd(mantissa, code.constant(SQRT_HALF_BITS)));
    return code.sub(m, code.constant(1f));
  }

  private int logReduced(int f, int n, int low) {
    int q = polynomial(f, LOG_7, LOG_6, LOG_5, LOG_4, LOG_3, LOG_2, LOG_1, LOG_0);
    int square = code.mul(f, f);
    int tail = code.fma(code.mul(square, f), q, low);
    int rest = code.add(f, code.fma(square, code.constant(-0.5f), tail));
    return code.fma(n, code.constant(LN2_HIGH), rest);
  }

  private int logLimits(int x, int y) {
    int zero = code.constant(0f);
    int infinity = code.constant(Float.POSITIVE_INFINITY);
    y = code.select(code.compare("GT", x, zero), y, code.constant(Float.NaN));
    y = code.select(code.compare("EQ", x, zero), code.constant(Float.NEGATIVE_INFINITY), y);
    return code.select(code.compare("EQ", x, infinity), infinity, y);
  }

  private int sign(int x) {
    return code.select(above(code.abs(x), 0f), copySign(code.constant(1f), x), x);
  }

  /** Adding and subtracting 2²³ rounds what is below it. */
  private int round(int x) {
    int a = code.abs(x);
    int integers = code.constant(INTEGERS);
    int rounded = code.sub(code.add(a, integers), integers);
    return code.select(code.compare("LT", a, integers), copySign(rounded, x), x);
  }

  private int floor(int x) {
    int rounded = round(x);
    int less = code.sub(rounded, code.constant(1f));
    return code.select(code.compare("LT", x, rounded), less, rounded);
  }

  private int copySign(int magnitude, int sign) {
    int number = code.intAnd(code.bits(magnitude), code.constant(Integer.MAX_VALUE));
    int bit = code.intAnd(code.bits(sign), code.constant(Integer.MIN_VALUE));
    return code.fromBits(code.intOr(number, bit));
  }

  private int below(int x, float limit) {
    return code.compare("LT", x, code.constant(limit));
  }

  private int above(int x, float limit) {
    return code.compare("GT", x, code.constant(limit));
  }

  /** Horner's scheme, highest coefficient first. */
  private int polynomial(int x, float... coefficients) {
    int y = code.constant(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      y = code.fma(y, x, code.constant(coefficients[i]));
    }
    return y;
  }
}
