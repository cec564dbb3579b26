package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.data.Batch;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.loss.Loss;
import io.concertina.model.Model;

/**
 * Checks that what is reconstructed has values that the loss is made for. Beyond them a loss such
 * as the binary cross-entropy falls without end, and all seems well.
 *
 * @param loss of the reconstruction
 * @param scaling how raw values become what the loss sees
 * @param stream that is reconstructed
 */
record TargetValues(Loss loss, Preprocessing scaling, String stream) implements RowCheck {

  /** What rounding may add to a scaled value. */
  private static final double ROUNDING = 1e-6;

  static TargetValues of(Model model, Loss loss) {
    String stream = model.spec().target().map(StreamSpec::name).orElse(Schema.X);
    return new TargetValues(loss, model.scalings().reconstructed(), stream);
  }

  @Override
  public boolean concerns(Schema rows) {
    return loss.targets().isPresent() && rows.find(stream).isPresent();
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException if a value is outside
   */
  @Override
  public void check(String source, Batch batch) {
    ValueRange range = loss.targets().orElseThrow();
    int place = batch.schema().indexOf(stream);
    float[] values = batch.floats(place);
    int width = scaling.sample().size();
    for (int i = 0; i < batch.rows() * width; i++) {
      int element = i % width;
      double seen =
          ((double) values[i] - scaling.offset().floatAt(element))
              * scaling.factor().floatAt(element);
      if (seen < range.low() - ROUNDING || seen > range.high() + ROUNDING) {
        throw new ConfigurationException(
            "training.loss",
            "values from %s to %s, for which this loss is made"
                .formatted(number(range.low()), number(range.high())),
            "%s in %s; set data.scaling to minmax, or take another loss"
                .formatted(number((float) seen), source));
      }
    }
  }

  private static String number(double value) {
    return Double.isInfinite(value)
        ? "infinity"
        : value == Math.rint(value) ? Long.toString((long) value) : Float.toString((float) value);
  }
}
