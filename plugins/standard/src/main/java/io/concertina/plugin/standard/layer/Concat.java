package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.layer.StreamingLayer;
import java.util.List;

/**
 * Its inputs one behind the other along an axis.
 *
 * <p>Shapes: inputs [batch, ...] that differ along the axis only, output as they are, with the sum
 * of their sizes along it.
 *
 * @param axis counted with the batch axis, which is 0 and not allowed; negative from the end, -1
 *     for the last
 */
record Concat(int axis) implements MergeLayer, StreamingLayer {

  static final int LAST = -1;

  static final Factory<Concat> FACTORY =
      Factory.of(
          "concat",
          Concat.class,
          settings -> new Concat(settings.integer("axis", LAST)),
          (value, description) -> description.put("axis", value.axis));

  Concat {
    if (axis == 0) {
      throw new ConfigurationException("concat.axis", "1 and on, or -1 for the last", "0, rows");
    }
  }

  /** Steps of a sequence can be followed if each has all of its features at once. */
  @Override
  public boolean streams() {
    return axis == LAST;
  }

  @Override
  public Value apply(LayerScope scope, List<Value> inputs) {
    Shape shape = inputs.getFirst().shape();
    int at = axis < 0 ? shape.rank() + axis : axis;
    if (at < 1 || at >= shape.rank()) {
      throw new ShapeException(scope.path(), "inputs [batch, ...] with an axis " + axis, shape);
    }
    for (int i = 1; i < inputs.size(); i++) {
      Shape other = inputs.get(i).shape();
      boolean fits =
          inputs.get(i).dtype() == inputs.getFirst().dtype()
              && other.rank() == shape.rank()
              && other.with(at, shape.dim(at)).equals(shape);
      if (!fits) {
        String free = inputs.getFirst().dtype() + " " + Merging.free(shape, at);
        throw Merging.unlike(scope, inputs, i, free);
      }
    }
    return inputs.size() == 1
        ? inputs.getFirst()
        : scope.ops().concat(at, inputs.toArray(Value[]::new));
  }
}
