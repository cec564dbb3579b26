package io.concertina.plugin.standard.likelihood;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Settings;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.OptionalDouble;

/**
 * How wide a distribution is: one number for all elements, or one that is learned for each.
 *
 * <p>Where it is learned, the parameters are twice as wide along the last axis: the locations, then
 * the logarithms of the widths. A logarithm x counts as low + softplus(x - low), which is x well
 * above the bound {@code low} and never below it, so that an element that hardly varies does not
 * outweigh all others; its slope is never 0 where it is not rounded to 0.
 *
 * <p>Source of the bound: O. Rybkin, K. Daniilidis, S. Levine, "Simple and Effective VAE Training
 * with Calibrated Decoders", ICML 2021, section 4 and its code, which bounds ln σ at -6.
 *
 * @param number the width of all elements, or empty if it is learned
 */
record Spread(OptionalDouble number) {

  private static final String LEARNED = "learned";

  static Spread fixed(double number) {
    return new Spread(OptionalDouble.of(number));
  }

  static Spread learned() {
    return new Spread(OptionalDouble.empty());
  }

  /** Reads a number or {@code learned}. */
  static Spread read(Settings settings, String key, double fallback) {
    return settings.text(key, "").equals(LEARNED)
        ? learned()
        : fixed(settings.number(key, fallback));
  }

  /** What {@link #read} reads. */
  Object description() {
    return isLearned() ? LEARNED : number.getAsDouble();
  }

  void require(String where) {
    if (!isLearned() && !(number.getAsDouble() > 0 && Double.isFinite(number.getAsDouble()))) {
      throw new ConfigurationException(
          where, "a number above 0, or " + LEARNED, number.getAsDouble());
    }
  }

  boolean isLearned() {
    return number.isEmpty();
  }

  /** The shape of the parameters of one sample. */
  Shape parameters(Shape sample) {
    return isLearned() ? sample.with(-1, sample.last().times(Dim.of(2))) : sample;
  }

  /** The locations among the parameters. */
  Value location(Ops ops, Value parameters) {
    return isLearned() ? half(ops, parameters, 0) : parameters;
  }

  /** The logarithms of the widths among the parameters, where they are learned. */
  static Value logarithm(Ops ops, Value parameters, double low) {
    Value above = Composites.softplus(ops, ops.add(half(ops, parameters, 1), -low));
    return ops.add(above, low);
  }

  private static Value half(Ops ops, Value parameters, int which) {
    Shape shape = parameters.shape();
    if (shape.rank() < 2 || !shape.last().isFixed() || shape.last().size() % 2 != 0) {
      throw new ShapeException(
          ops.scope().isEmpty() ? "likelihood" : ops.scope(),
          "parameters [batch, ..., 2 n], locations before logarithms of widths",
          shape);
    }
    int width = shape.last().size() / 2;
    return ops.slice(parameters, -1, which * width, width);
  }
}
