package io.concertina.engine.nativejava.kernel.scalar;

import static io.concertina.engine.nativejava.kernel.Coefficients.*;
import static java.lang.Math.fma;

/**
 * Elementary functions in float.
 *
 * <p>Errors, in units in the last place of the float result against the exact value, over all
 * floats: see the test {@code ElementaryFunctionsTest}, which states and checks the bounds.
 * Denormal results are rounded once.
 */
final class ScalarMath {

  private ScalarMath() {}

  /** eˣ = 2ⁿ·(1 + r + r²·P(r)) with n = round(x / ln 2), r = x - n·ln 2. */
  static float exp(float x) {
    if (x > EXP_RANGE) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < -EXP_RANGE) {
      return 0;
    }
    float shifted = fma(x, LOG2_E, ROUNDING);
    float whole = shifted - ROUNDING;
    float r = fma(whole, -LN2_LOW, fma(whole, -LN2_HIGH, x));
    float p = fma(fma(fma(fma(EXP_4, r, EXP_3), r, EXP_2), r, EXP_1), r, EXP_0);
    float y = fma(r * r, p, r) + 1;
    int n = integer(shifted);
    int half = n >> 1;
    return y * powerOfTwo(half) * powerOfTwo(n - half);
  }

  /** eˣ - 1 = 2·(2ⁿ⁻¹·(eʳ - 1) + (2ⁿ⁻¹ - ½)) with n and r as in {@link #exp}. */
  static float expm1(float x) {
    if (Math.abs(x) < TINY) {
      return x;
    }
    if (x > EXPM1_HIGH) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < EXPM1_LOW) {
      return -1;
    }
    float shifted = fma(x, LOG2_E, ROUNDING);
    float q = expm1Reduced(x, shifted - ROUNDING);
    float power = powerOfTwo(integer(shifted) - 1);
    return 2 * fma(power, q, power - 0.5f);
  }

  /**
   * With m = e²ˣ - 1 and x ≥ 0: m/2 - m/2 · m / (m + 2), or 1 - 2 / (m + 2) for larger x; odd in x.
   */
  static float tanh(float x) {
    float twice = 2 * Math.abs(x);
    twice = twice > TANH_ONE ? TANH_ONE : twice;
    float shifted = fma(twice, LOG2_E, ROUNDING);
    float q = expm1Reduced(twice, shifted - ROUNDING);
    float power = powerOfTwo(integer(shifted));
    float m = twice > 1 ? 2 : fma(power, q, power - 1);
    float half = m * 0.5f;
    return Math.copySign(fma(m / fma(power, q, power + 1), -half, half), x);
  }

  /** 1 - e / (1 + e), or e - e·e / (1 + e) for negative x, with e = exp(-|x|). */
  static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    float c = x < 0 ? e : 1;
    return fma(e / (1 + e), -c, c);
  }

  /** erf x = x + x·S(x²) below 1, else 1 - exp(-x·T(x)); odd in x. */
  static float erf(float x) {
    float a = Math.abs(x);
    float u = x * x;
    float s = fma(fma(fma(ERF_6, u, ERF_5), u, ERF_4), u, ERF_3);
    s = fma(fma(fma(s, u, ERF_2), u, ERF_1), u, ERF_0);
    float t = fma(fma(fma(ERF_TAIL_6, a, ERF_TAIL_5), a, ERF_TAIL_4), a, ERF_TAIL_3);
    t = fma(fma(fma(t, a, ERF_TAIL_2), a, ERF_TAIL_1), a, ERF_TAIL_0);
    float tail = Math.copySign(1 - exp(-a * t), x);
    return a < 1 ? fma(x, s, x) : tail;
  }

  /** eʳ - 1 with r = x - whole·ln 2. */
  private static float expm1Reduced(float x, float whole) {
    float r = fma(whole, -LN2_LOW, fma(whole, -LN2_HIGH, x));
    float p = fma(fma(EXPM1_5, r, EXPM1_4), r, EXPM1_3);
    p = fma(fma(fma(p, r, EXPM1_2), r, EXPM1_1), r, EXPM1_0);
    return fma(r * r, p, r);
  }

  /** The integer that adding ROUNDING has moved to the low bits. */
  private static int integer(float shifted) {
    return Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUNDING);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  /** ln x = n·ln 2 + ln(1 + f) with x = 2ⁿ·(1 + f), √½ ≤ 1 + f ≤ √2. */
  static float log(float x) {
    boolean denormal = x < Float.MIN_NORMAL;
    float normal = denormal ? x * 0x1p23f : x;
    int bits = Float.floatToRawIntBits(normal) - SQRT_HALF_BITS;
    float n = (bits >> 23) - (denormal ? 23 : 0);
    float f = Float.intBitsToFloat((bits & 0x7fffff) + SQRT_HALF_BITS) - 1;
    float y = logReduced(f, n, 0);
    return logLimits(x, y);
  }

  /** ln(1 + x): like the logarithm of u = 1 + x rounded, plus what the rounding lost, over u. */
  static float log1p(float x) {
    float u = 1 + x;
    int bits = Float.floatToRawIntBits(u) - SQRT_HALF_BITS;
    float n = bits >> 23;
    float f = Float.intBitsToFloat((bits & 0x7fffff) + SQRT_HALF_BITS) - 1;
    float lost = x < 1 ? x - (u - 1) : 1 - (u - x);
    float y = logReduced(f, n, lost / u);
    y = logLimits(u, y);
    return Math.abs(x) < TINY ? x : y;
  }

  private static float logReduced(float f, float n, float low) {
    float q = fma(fma(fma(LOG_7, f, LOG_6), f, LOG_5), f, LOG_4);
    q = fma(fma(fma(fma(q, f, LOG_3), f, LOG_2), f, LOG_1), f, LOG_0);
    float square = f * f;
    float tail = fma(square * f, q, fma(n, LN2_LOW, low));
    return fma(n, LN2_HIGH, f + fma(square, -0.5f, tail));
  }

  private static float logLimits(float x, float y) {
    if (x == Float.POSITIVE_INFINITY) {
      return x;
    }
    if (x == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    return x > 0 ? y : Float.NaN;
  }
}
