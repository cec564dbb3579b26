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
 * <p>Quantiles are compared and sums are made, which every exporter has: the share above x is (n -
 * Σᵢ min(max((x - qᵢ) / (qᵢ₊₁ - qᵢ), 0), 1)) / (n + 1), that below it (n - Σᵢ min(max((qᵢ₊₁ - x) /
 * (qᵢ₊₁ - qᵢ), 0), 1)) / (n + 1). Numbers equal to x count in both, so that one that many training
 * rows share is rare on neither side.
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

  /** Equal quantiles count as so far apart, relative to their size. */
  private static final double NARROWEST = 1e-6;

  private static final double SMALLEST = 1e-30;

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
      rate((double) quantiles[end] - quantiles[0], end, quantiles[0]),
      rate((double) quantiles[n - 1] - quantiles[n - 1 - end], end, quantiles[n - 1])
    };
    return Map.of(
        name, Tensor.view(Shape.of(n), quantiles), name + TAILS, Tensor.view(Shape.of(2), rates));
  }

  /** Refuses quantiles that fall, and rates of which a tail would not fall. */
  static void check(String name, Map<String, Tensor> fitted) {
    Tensor quantiles = Found.vector(fitted, name);
    Tensor rates = Found.vector(fitted, name + TAILS);
    Found.require(name + TAILS, rates.shape().equals(Shape.of(2)), "two rates", rates.shape());
    for (int i = 1; i < quantiles.size(); i++) {
      float before = quantiles.floatAt(i - 1);
      float next = quantiles.floatAt(i);
      Found.require(name, before <= next, "quantiles that never fall", before + " then " + next);
    }
    for (int i = 0; i < rates.size(); i++) {
      Found.require(name + TAILS, rates.floatAt(i) >= 0, "rates of at least 0", rates.floatAt(i));
    }
  }

  /** How much -ln p grows per unit, where it grew from 1 + end to 1 parts over a width. */
  private static float rate(double width, int end, float at) {
    double least = Math.max(Math.abs(at) * NARROWEST, SMALLEST);
    return (float) (Math.log(1.0 + Math.max(end, 1)) / Math.max(width, least));
  }

  /** -ln p of x, [batch], at least 0. */
  static Value surprise(ScoreScope scope, String name, Value x, Side side) {
    Ops ops = scope.ops();
    Value quantiles = scope.fitted(name);
    Value rates = scope.fitted(name + TAILS);
    int n = quantiles.shape().dim(0).size();
    Value last = ops.reshape(ops.slice(quantiles, 0, n - 1, 1), Shape.scalar());
    Value upper = surprise(ops, n, passed(ops, quantiles, n, x, true), ops.sub(x, last), rates, 1);
    if (side == Side.UPPER) {
      return upper;
    }
    Value first = ops.reshape(ops.slice(quantiles, 0, 0, 1), Shape.scalar());
    Value lower =
        surprise(ops, n, passed(ops, quantiles, n, x, false), ops.sub(first, x), rates, 0);
    Value both = ops.add(ops.max(upper, lower), -Math.log(2));
    return ops.max(both, ops.constantLike(both, 0));
  }

  /** -ln p of what has passed so many of n quantiles, and the last of them by an excess. */
  private static Value surprise(
      Ops ops, int n, Value passed, Value excess, Value rates, int which) {
    Value share = ops.div(ops.sub(ops.constantLike(passed, n), passed), ops.constant(n + 1.0));
    return ops.sub(beyond(ops, excess, rates, which), ops.log(share));
  }

  /** How many quantiles after the first that x meets it has passed, [batch], from 0 to n - 1. */
  private static Value passed(Ops ops, Value quantiles, int n, Value x, boolean upward) {
    if (n == 1) {
      return ops.constantLike(x, 0);
    }
    Value from = ops.slice(quantiles, 0, 0, n - 1);
    Value to = ops.slice(quantiles, 0, 1, n - 1);
    Value least = ops.add(ops.mul(ops.abs(from), NARROWEST), SMALLEST);
    Value width = ops.max(ops.sub(to, from), least);
    Value at = ops.expand(x, -1);
    Value share = ops.div(upward ? ops.sub(at, from) : ops.sub(to, at), width);
    Value zero = ops.constantLike(share, 0);
    Value one = ops.constantLike(share, 1);
    return ops.sum(ops.min(ops.max(share, zero), one), 1);
  }

  private static Value beyond(Ops ops, Value excess, Value rates, int which) {
    Value rate = ops.reshape(ops.slice(rates, 0, which, 1), Shape.scalar());
    return ops.mul(ops.max(excess, ops.constantLike(excess, 0)), rate);
  }
}
