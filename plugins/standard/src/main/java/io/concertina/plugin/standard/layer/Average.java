package io.concertina.plugin.standard.layer;

import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.layer.StreamingLayer;
import java.util.List;

/**
 * The mean of its inputs, element by element.
 *
 * <p>Shapes: inputs and output [batch, ...], all the same.
 */
record Average() implements MergeLayer, StreamingLayer {
  @Override
  public Value apply(LayerScope scope, List<Value> inputs) {
    return scope.ops().mul(Merging.alike(scope, inputs, scope.ops()::add), 1.0 / inputs.size());
  }
}
