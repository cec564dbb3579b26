package io.concertina.plugin.standard.layer;

import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.layer.StreamingLayer;
import java.util.List;

/**
 * The sum of its inputs, element by element, as a residual connection needs it.
 *
 * <p>Shapes: inputs and output [batch, ...], all the same.
 */
record Add() implements MergeLayer, StreamingLayer {
  @Override
  public Value apply(LayerScope scope, List<Value> inputs) {
    return Merging.alike(scope, inputs, scope.ops()::add);
  }
}
