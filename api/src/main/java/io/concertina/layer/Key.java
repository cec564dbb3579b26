package io.concertina.layer;

import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;

/**
 * Random tensors of one stream. The same seed, step, path and stream give the same numbers on every
 * engine. Every method restarts the stream: use one stream per tensor.
 *
 * @param ops where to emit
 * @param key the function's key parameter, i32[2]
 * @param stream number of the stream
 */
public record Key(Ops ops, Value key, long stream) {

  /** 32 random bits per element, as i32. */
  public Value bits(Shape shape) {
    return ops.randomBits(key, stream, shape);
  }

  /**
   * True with the given probability, exact to 2⁻³². The comparison is on integers, so that all
   * engines agree on every element.
   */
  public Value bernoulli(double probability, Shape shape) {
    long threshold = Math.round(probability * 0x1p32) + Integer.MIN_VALUE;
    Value bits = bits(shape);
    if (threshold > Integer.MAX_VALUE) {
      return ops.eq(bits, bits);
    }
    Value limit = ops.constantLike(bits, (int) threshold);
    return ops.lt(bits, limit);
  }

  /** Uniform on (-1, 1), symmetric, with steps of at most 2⁻²⁴. */
  public Value symmetric(Shape shape) {
    Value x = ops.mul(ops.cast(bits(shape), DType.F32), 0x1p-31);
    double limit = 1 - 0x1p-24;
    return ops.min(ops.max(x, ops.constantLike(x, -limit)), ops.constantLike(x, limit));
  }

  /**
   * Standard normal, by inversion: √2 · erf⁻¹(u) for u uniform on (-1, 1).
   *
   * <p>erf⁻¹ is the single precision polynomial of M. B. Giles, "Approximating the erfinv
   * function", GPU Computing Gems Jade Edition (2011), table 5; the largest magnitude that occurs
   * is 5.4.
   */
  public Value normal(Shape shape) {
    Value u = symmetric(shape);
    Value w = ops.neg(ops.add(ops.log1p(u), ops.log1p(ops.neg(u))));
    Value centre = polynomial(ops.add(w, -2.5), CENTRE);
    Value tail = polynomial(ops.add(ops.sqrt(w), -3), TAIL);
    Value p = ops.select(ops.lt(w, ops.constantLike(w, 5)), centre, tail);
    return ops.mul(ops.mul(p, u), Math.sqrt(2));
  }

  private Value polynomial(Value x, double... coefficients) {
    Value sum = ops.constantLike(x, coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      sum = ops.add(ops.mul(sum, x), coefficients[i]);
    }
    return sum;
  }

  private static final double[] CENTRE = {
    2.81022636e-08,
    3.43273939e-07,
    -3.5233877e-06,
    -4.39150654e-06,
    0.00021858087,
    -0.00125372503,
    -0.00417768164,
    0.246640727,
    1.50140941
  };

  private static final double[] TAIL = {
    -0.000200214257,
    0.000100950558,
    0.00134934322,
    -0.00367342844,
    0.00573950773,
    -0.0076224613,
    0.00943887047,
    1.00167406,
    2.83297682
  };
}
