package io.concertina.sample;

import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.InputCount;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import java.util.List;

/**
 * y = b + g · (a - b), where the learned g = sigmoid(a·W + c) says how much of a passes. Shapes: a,
 * b, y [batch, ..., n], W [n, n], c [n]. Source: Srivastava, Greff, Schmidhuber, "Highway
 * Networks", 2015, equation 3.
 */
public record Gate() implements MergeLayer {
  static final Factory<Gate> FACTORY = Factory.of("gate", new Gate());

  @Override
  public InputCount inputs() {
    return InputCount.exactly(2);
  }

  @Override
  public Value apply(LayerScope scope, List<Value> inputs) {
    Ops ops = scope.ops();
    Value a = inputs.get(0);
    Value b = inputs.get(1);
    Value g = scope.child("gate", dense(a.shape().last().size(), sigmoid()), a);
    return ops.add(b, ops.mul(g, ops.sub(a, b)));
  }
}
