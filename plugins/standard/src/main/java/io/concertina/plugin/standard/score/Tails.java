package io.concertina.plugin.standard.score;

import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.score.ScoreScope;
import java.util.Arrays;
import java.util.Map;

/**
 * How rare a number is among those of the training rows.
 *
 * <p>What is kept of these are n quantiles q₁ ≤ ... ≤ qₙ, of which a share of i / (n + 1) lies
 * below qᵢ. Between two of them the share is linear; beyond the ends the tail falls exponentially,
 * at the rate at which it fell before: through the last quantile and that below which 95 % lie.
 *
 * <p>Quantiles are compared and sums are made, which every exporter has: the share below x is (1 +
 * Σᵢ min(max((x - qᵢ) / (qᵢ₊₁ - qᵢ), 0), 1)) / (n + 1).
 */
final class Tails {

  /** Which numbers are suspicious. */
  enum Side {
    /** Large ones: p is the share of larger ones. */
    UPPER,
    /** Large and small ones: p is twice the smaller of the shares of larger and smaller ones. */
    BOTH
  }

  private static final int QUANTILES = 1024;

  /** Share of the quantiles that show how a tail falls. */
  private static final double END = 0.05;

  private static final String TAILS = "_rates";

  private Tails() {}

  /**
   * What is kept of numbers under a name: quantiles, and the rates of both tails.
   *
   * @param numbers at least one, which are sorted
   */
  static Map<String, Tensor> fitted(String name, float[] numbers) {
    Arrays.sort(numbers);
    int n = Math.min(QUANTILES, numbers.length);
    float[] quantiles = new float[n];
    for (int i = 0; i < n; i++) {
      double place = n == 1 ? 0 : (double) i / (n - 1) * (numbers.length - 1);
      int below = (int) place;
      int above = Math.min(below + 1, numbers.length - 1);
      double part = place - below;
      quantiles[i] = (float) ((1 - part) * numbers[below] + part * numbers[above]);
    }
    int end = Math.min(n - 1, (int) Math.ceil(END * n));
    float[] rates = {
      rate(quantiles[end] - quantiles[0], end, quantiles[0]),
      rate(quantiles[n - 1] - quantiles[n - 1 - end], end, quantiles[n - 1])
    };
    return Map.of(
        name, Tensor.view(Shape.of(n), quantiles), name + TAILS, Tensor.view(Shape.of(2), rates));
  }

  /** How much -ln p grows per unit, where it grew from 1 + end to 1 parts over a width. */
  private static float rate(float width, int end, float at) {
    double least = Math.max(Math.abs(at) * 1e-6, 1e-30);
    return (float) (Math.log(1.0 + Math.max(end, 1)) / Math.max(width, least));
  }

  /** -ln p of x, [batch], at least 0. */
  static Value surprise(ScoreScope scope, String name, Value x, Side side) {
    Ops ops = scope.ops();
    Value quantiles = scope.fitted(name);
    Value rates = scope.fitted(name + TAILS);
    int n = quantiles.shape().dim(0).size();
    Value place = place(ops, quantiles, n, x);
    Value last = ops.reshape(ops.slice(quantiles, 0, n - 1, 1), Shape.scalar());
    Value above = beyond(ops, ops.sub(x, last), rates, 1);
    Value larger = ops.div(ops.sub(ops.constantLike(place, n), place), ops.constant(n + 1.0));
    Value upper = ops.sub(above, ops.log(larger));
    if (side == Side.UPPER) {
      return upper;
    }
    Value first = ops.reshape(ops.slice(quantiles, 0, 0, 1), Shape.scalar());
    Value below = beyond(ops, ops.sub(first, x), rates, 0);
    Value smaller = ops.div(ops.add(place, 1), ops.constant(n + 1.0));
    Value lower = ops.sub(below, ops.log(smaller));
    Value both = ops.add(ops.max(upper, lower), -Math.log(2));
    return ops.max(both, ops.constantLike(both, 0));
  }

  /** How many quantiles after the first x has passed, [batch], from 0 to n - 1. */
  private static Value place(Ops ops, Value quantiles, int n, Value x) {
    if (n == 1) {
      return ops.constantLike(x, 0);
    }
    Value from = ops.slice(quantiles, 0, 0, n - 1);
    Value width = ops.sub(ops.slice(quantiles, 0, 1, n - 1), from);
    Value least = ops.add(ops.mul(ops.abs(from), 1e-6), 1e-30);
    Value passed = ops.div(ops.sub(ops.expand(x, -1), from), ops.max(width, least));
    Value zero = ops.constantLike(passed, 0);
    Value one = ops.constantLike(passed, 1);
    return ops.sum(ops.min(ops.max(passed, zero), one), 1);
  }

  private static Value beyond(Ops ops, Value excess, Value rates, int which) {
    Value rate = ops.reshape(ops.slice(rates, 0, which, 1), Shape.scalar());
    return ops.mul(ops.max(excess, ops.constantLike(excess, 0)), rate);
  }
}
