package io.concertina.testkit.reference;

/** The error function in 64 bits, which the JDK lacks. */
final class ErrorFunction {

  /** Beyond this, 1 - erf(x) is smaller than half an ulp of 1. */
  private static final double SATURATED = 6;

  private ErrorFunction() {}

  /**
   * erf x = 2/√π · exp(-x²) · Σₙ 2ⁿ x²ⁿ⁺¹ / (1·3·5 … (2n+1)).
   *
   * <p>All terms have the sign of x, so nothing cancels and the result is good to 2·10⁻¹⁵ relative,
   * which is the rounding of x². Source: NIST Digital Library of Mathematical Functions, 7.6.2.
   */
  static double erf(double x) {
    if (Double.isNaN(x)) {
      return Double.NaN;
    }
    if (Math.abs(x) > SATURATED) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 0x1p-60; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
