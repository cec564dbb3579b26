package io.concertina.plugin.sparsity.code;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import java.util.stream.IntStream;

/** The last axis of a code [batch, ..., units], and what the settings of codes must keep to. */
final class Units {

  private Units() {}

  /**
   * How many there are.
   *
   * @throws ShapeException if there is no such axis or its size is not known
   */
  static int of(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || !shape.last().isFixed()) {
      throw new ShapeException(
          scope.path(), "an input [batch, ..., units] with a fixed number of units", shape);
    }
    return shape.last().size();
  }

  /** The axes in front of the units. */
  static int[] samples(Value x) {
    return IntStream.range(0, x.shape().rank() - 1).toArray();
  }

  /** Σ over the units, averaged over the samples: a scalar. */
  static Value sumPerSample(Ops ops, Value x) {
    return ops.meanAll(ops.sum(x, -1));
  }

  static void requireActive(LayerScope scope, String name, int k, int units) {
    if (k > units) {
      throw new ConfigurationException(
          scope.path() + ": " + name + ".k", "at most its " + units + " units", k);
    }
  }

  static void requireAtLeastOne(String where, int value) {
    if (value < 1) {
      throw new ConfigurationException(where, "at least 1", value);
    }
  }

  static void requirePositive(String where, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new ConfigurationException(where, "a number above 0", value);
    }
  }

  static void requireNotNegative(String where, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new ConfigurationException(where, "a number of at least 0", value);
    }
  }
}
