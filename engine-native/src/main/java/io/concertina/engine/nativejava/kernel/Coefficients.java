package io.concertina.engine.nativejava.kernel;

/**
 * The numbers behind the elementary functions, shared by the scalar and the vector form.
 *
 * <p>The polynomials are minimax fits in relative error of the function (Remez exchange in 40
 * digits; coefficients rounded to float one by one from the lowest, the others fitted again after
 * each). Lowest degree first. Errors are relative, in units of 2⁻²⁴, before rounding in evaluation.
 */
public final class Coefficients {

  /**
   * 1.5 · 2²³: adding it rounds a number below 2²² to an integer, which then sits in the low bits.
   */
  public static final float ROUNDING = 0x1.8p23f;

  /** Above this, numbers are integers. */
  public static final float INTEGERS = 0x1p23f;

  /** 1 / ln 2. */
  public static final float LOG2_E = (float) (1 / Math.log(2));

  /** ln 2 rounded to float. */
  public static final float LN2_HIGH = 0x1.62e43p-1f;

  /** ln 2 - LN2_HIGH. */
  public static final float LN2_LOW = -0x1.05c61p-29f;

  /** exp x is infinite above and 0 below minus this. */
  public static final float EXP_RANGE = 104f;

  /** expm1 x is infinite above. */
  public static final float EXPM1_HIGH = 89f;

  /** expm1 x is -1 below. */
  public static final float EXPM1_LOW = -18f;

  /** Twice the number from which on tanh is 1. */
  public static final float TANH_ONE = 20f;

  /** Below this magnitude, expm1 x and log1p x are x. */
  public static final float TINY = 0x1p-25f;

  /** P in eʳ = 1 + r + r²·P(r), |r| ≤ ln2 / 2; error 0.05. */
  public static final float EXP_0 = 0x1.fffffcp-2f;

  public static final float EXP_1 = 0x1.55548ap-3f;
  public static final float EXP_2 = 0x1.55584ep-5f;
  public static final float EXP_3 = 0x1.123f34p-7f;
  public static final float EXP_4 = 0x1.6ad1c8p-10f;

  /** P in eʳ - 1 = r + r²·P(r), |r| ≤ ln2 / 2; error 0.01. */
  public static final float EXPM1_0 = 0x1p-1f;

  public static final float EXPM1_1 = 0x1.555554p-3f;
  public static final float EXPM1_2 = 0x1.5554eap-5f;
  public static final float EXPM1_3 = 0x1.1113a8p-7f;
  public static final float EXPM1_4 = 0x1.6d4c2cp-10f;
  public static final float EXPM1_5 = 0x1.9c6becp-13f;

  /** The bits of √½: a logarithm's argument is split into 2ⁿ·m with m from √½ to √2. */
  public static final int SQRT_HALF_BITS = 0x3f3504f3;

  /** Q in ln(1 + f) = f - f²/2 + f³·Q(f), √½ ≤ 1 + f ≤ √2; error 0.1. */
  public static final float LOG_0 = 0x1.555554p-2f;

  public static final float LOG_1 = -0x1.00022ap-2f;
  public static final float LOG_2 = 0x1.99a03ap-3f;
  public static final float LOG_3 = -0x1.54713cp-3f;
  public static final float LOG_4 = 0x1.22d4bcp-3f;
  public static final float LOG_5 = -0x1.0d8c22p-3f;
  public static final float LOG_6 = 0x1.0585f4p-3f;
  public static final float LOG_7 = -0x1.38f3fcp-4f;

  /** S in erf x = x + x·S(x²), |x| ≤ 1; error 0.03. */
  public static final float ERF_0 = 0x1.06eba8p-3f;

  public static final float ERF_1 = -0x1.81273ep-2f;
  public static final float ERF_2 = 0x1.ce2ce6p-4f;
  public static final float ERF_3 = -0x1.b7f71ap-6f;
  public static final float ERF_4 = 0x1.53f224p-8f;
  public static final float ERF_5 = -0x1.a3515ep-11f;
  public static final float ERF_6 = 0x1.4771fep-14f;

  /** T in erf x = 1 - exp(-x·T(x)), x ≥ 1; error 0.01. */
  public static final float ERF_TAIL_0 = 0x1.20f214p+0f;

  public static final float ERF_TAIL_1 = 0x1.451afcp-1f;
  public static final float ERF_TAIL_2 = 0x1.b45684p-4f;
  public static final float ERF_TAIL_3 = -0x1.89573ap-6f;
  public static final float ERF_TAIL_4 = 0x1.ec5b74p-9f;
  public static final float ERF_TAIL_5 = -0x1.6f5bb6p-12f;
  public static final float ERF_TAIL_6 = 0x1.d3b274p-17f;

  private Coefficients() {}
}
