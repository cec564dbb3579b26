package io.concertina.plugin.recurrent;

import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.StreamingLayer;

/**
 * A layer that sees every step of a sequence as a sample: [batch, time, ...] becomes [batch, time,
 * ...]. A {@code dense} needs it not: it maps the last axis of any shape.
 *
 * @param layer what each step goes through
 */
record TimeDistributed(Layer layer) implements StreamingLayer {

  static final Factory<TimeDistributed> FACTORY =
      Factory.of(
          "time_distributed",
          TimeDistributed.class,
          settings -> new TimeDistributed(settings.plugin("layer", Layer.class)),
          (each, description) -> description.put("layer", Layer.class, each.layer));

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() < 3) {
      throw new ShapeException(scope.path(), "an input [batch, time, ...]", shape);
    }
    Ops ops = scope.ops();
    Dim batch = shape.dim(0);
    Dim time = shape.dim(1);
    Value steps = ops.reshape(x, shape.slice(2, shape.rank()).prepend(batch.times(time)));
    Value y = scope.child("layer", layer, steps);
    Shape sample = y.shape().slice(1, y.shape().rank());
    return ops.reshape(y, sample.prepend(time).prepend(batch));
  }
}
