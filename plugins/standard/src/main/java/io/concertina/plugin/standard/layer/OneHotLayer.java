package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;

/**
 * Classes as vectors of 0 and a single 1: y[c] = 1 if x = c, all 0 where x is none of the classes,
 * such as a missing label.
 *
 * <p>Shapes: x i32 [batch, n] of classes from 0 on, y [batch, n · classes], one vector behind the
 * other.
 *
 * @param classes how many there are, at least 2
 */
record OneHotLayer(int classes) implements Layer {

  static final Factory<OneHotLayer> FACTORY =
      Factory.of(
          "one_hot",
          OneHotLayer.class,
          settings -> new OneHotLayer(settings.integer("classes")),
          (value, description) -> description.put("classes", value.classes));

  OneHotLayer {
    if (classes < 2) {
      throw new ConfigurationException("one_hot.classes", "at least 2", classes);
    }
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    if (x.dtype() != DType.I32 || x.shape().rank() != 2) {
      throw new ShapeException(scope.path(), "classes, i32 [batch, n], such as a label", x.type());
    }
    Ops ops = scope.ops();
    Dim batch = x.shape().dim(0);
    int n = x.shape().dim(1).size();
    Shape shape = Shape.of(batch, Dim.of(n), Dim.of(classes));
    Value wide = ops.broadcast(ops.expand(x, -1), shape);
    Value counted = ops.iota(new TensorType(DType.I32, shape), 2);
    Value flags = ops.cast(ops.eq(wide, counted), DType.F32);
    return ops.reshape(flags, Shape.of(batch, Dim.of(n * classes)));
  }
}
