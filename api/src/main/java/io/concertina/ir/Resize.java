package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Images [batch, s₁ … sₙ, channels] of other spatial sizes, as composites.
 *
 * <p>Pixels are areas and their values stand at the centres, as in Keras and TensorFlow ({@code
 * half_pixel_centers}): element i of an axis that goes from s to r elements looks at the place (i +
 * ½) · s / r - ½ of the old axis. The axes are resized one after the other.
 */
public final class Resize {

  private Resize() {}

  /**
   * The nearest element: that at ⌊(i + ½) · s / r⌋.
   *
   * @param ops where to emit
   * @param x [batch, s₁ … sₙ, channels] with fixed spatial sizes
   * @param spatial the new spatial sizes, at least 1
   */
  public static Value nearest(Ops ops, Value x, Shape spatial) {
    return composite(ops, "resize_nearest", x, spatial, Resize::nearest);
  }

  /**
   * Linear interpolation along each axis (bilinear for two) between the two elements around the
   * place; beyond the centre of an edge element its value stays.
   *
   * @param ops where to emit
   * @param x [batch, s₁ … sₙ, channels] with fixed spatial sizes
   * @param spatial the new spatial sizes, at least 1
   */
  public static Value linear(Ops ops, Value x, Shape spatial) {
    return composite(ops, "resize_linear", x, spatial, Resize::linear);
  }

  /** Resizes one axis. */
  @FunctionalInterface
  private interface Along {
    Value resize(Ops ops, Value x, int axis, int size);
  }

  private static Value composite(Ops ops, String name, Value x, Shape spatial, Along along) {
    String where = ops.scope().isEmpty() ? name : ops.scope() + "/" + name;
    int axes = x.shape().rank() - 2;
    if (axes < 1 || !x.shape().slice(1, axes + 1).isFixed()) {
      throw new ShapeException(where, "x [batch, fixed spatial sizes, channels]", x.shape());
    }
    if (spatial.rank() != axes
        || !spatial.isFixed()
        || IntStream.of(spatial.sizes()).anyMatch(size -> size < 1)
        || IntStream.of(x.shape().slice(1, axes + 1).sizes()).anyMatch(size -> size < 1)) {
      throw new ShapeException(where, axes + " sizes of at least 1 for x " + x.shape(), spatial);
    }
    BiFunction<Ops, List<Value>, Value> body =
        (inner, in) -> {
          Value y = in.getFirst();
          for (int axis = 1; axis <= axes; axis++) {
            int size = spatial.dim(axis - 1).size();
            y = y.shape().dim(axis).size() == size ? y : along.resize(inner, y, axis, size);
          }
          return y;
        };
    return ops.composite(name, Map.of(), List.of(x), body);
  }

  private static Value nearest(Ops ops, Value x, int axis, int size) {
    int from = x.shape().dim(axis).size();
    if (size % from == 0) {
      return repeat(ops, x, axis, size / from);
    }
    int[] positions =
        IntStream.range(0, size).map(i -> (int) ((2L * i + 1) * from / (2L * size))).toArray();
    return gather(ops, x, axis, positions);
  }

  /** Each element several times, whose gradient is a plain sum. */
  private static Value repeat(Ops ops, Value x, int axis, int times) {
    Value lifted = ops.expand(x, axis + 1);
    Value repeated = ops.broadcast(lifted, lifted.shape().with(axis + 1, Dim.of(times)));
    Dim size = Dim.of(x.shape().dim(axis).size() * times);
    return ops.reshape(repeated, x.shape().with(axis, size));
  }

  private static Value linear(Ops ops, Value x, int axis, int size) {
    int from = x.shape().dim(axis).size();
    int[] lower = new int[size];
    int[] upper = new int[size];
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      double place = Math.clamp((i + 0.5) * from / size - 0.5, 0, from - 1);
      lower[i] = (int) place;
      upper[i] = Math.min(lower[i] + 1, from - 1);
      weights[i] = (float) (place - lower[i]);
    }
    int[] along = IntStream.range(0, x.shape().rank() - axis).map(i -> 1).toArray();
    along[0] = size;
    Value weight = ops.constant(Tensor.of(Shape.of(along), weights));
    Value low = gather(ops, x, axis, lower);
    Value high = gather(ops, x, axis, upper);
    return ops.add(low, ops.mul(weight, ops.sub(high, low)));
  }

  private static Value gather(Ops ops, Value x, int axis, int... positions) {
    Value index = ops.constant(Tensor.of(Shape.of(positions.length), positions));
    return ops.gather(x, index, axis, 0);
  }
}
