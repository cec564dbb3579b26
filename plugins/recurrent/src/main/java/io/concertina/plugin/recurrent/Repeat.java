package io.concertina.plugin.recurrent;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;

/**
 * A vector in every step of a sequence: [batch, features] becomes [batch, steps, features]. Between
 * a recurrent encoder and a recurrent decoder.
 *
 * @param steps at least 1, or 0 for as many as the decoder must give (its first axis)
 */
record Repeat(int steps) implements FeatureLayer {

  static final int LIKE_OUTPUT = 0;

  static final Factory<Repeat> FACTORY =
      Factory.of(
          "repeat",
          Repeat.class,
          settings -> new Repeat(settings.integer("steps", LIKE_OUTPUT)),
          (repeat, description) -> description.put("steps", repeat.steps));

  Repeat {
    if (steps < 0) {
      throw new ConfigurationException(
          "repeat.steps", "at least 1, or 0 for as many as the decoder must give", steps);
    }
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() != 2) {
      throw new ShapeException(scope.path(), "an input [batch, features]", shape);
    }
    Ops ops = scope.ops();
    Dim time = steps == LIKE_OUTPUT ? scope.output().dim(0) : Dim.of(steps);
    return ops.broadcast(ops.expand(x, 1), Shape.of(shape.dim(0), time, shape.dim(1)));
  }
}
