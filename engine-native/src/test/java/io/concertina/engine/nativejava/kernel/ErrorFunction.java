package io.concertina.engine.nativejava.kernel;

/**
 * erf in double as the reference: below 3 by the series of positive terms 2/√π · e^-x² · Σ 2ⁿx²ⁿ⁺¹
 * / (2n+1)!!, above by the continued fraction of erfc (Abramowitz and Stegun, 7.1.6 and 7.1.14).
 */
final class ErrorFunction {

  private ErrorFunction() {}

  static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    double y = a < 3 ? series(a) : 1 - fraction(Math.min(a, 27));
    return Math.copySign(y, x);
  }

  private static double series(double a) {
    double term = a;
    double sum = a;
    for (int n = 1; term > sum * 1e-18; n++) {
      term *= 2 * a * a / (2 * n + 1);
      sum += term;
    }
    return 2 / StrictMath.sqrt(Math.PI) * StrictMath.exp(-a * a) * sum;
  }

  private static double fraction(double a) {
    double below = 0;
    for (int n = 120; n > 0; n--) {
      below = n / 2.0 / (a + below);
    }
    return StrictMath.exp(-a * a) / (StrictMath.sqrt(Math.PI) * (a + below));
  }
}
