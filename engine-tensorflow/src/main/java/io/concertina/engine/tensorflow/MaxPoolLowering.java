package io.concertina.engine.tensorflow;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Window;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Lowers max pooling, its gradient and the gradient of that.
 *
 * <p>Where TensorFlow has no kernel for a form (dilation; gradients of three axes, in which equal
 * elements would share) the taps are compared one after the other.
 */
final class MaxPoolLowering {

  private final Spatial spatial;
  private final GraphWriter writer;

  /** For a window on an image [batch, sizes..., channels]. */
  MaxPoolLowering(Window window, Shape image, GraphWriter writer) {
    this.spatial = new Spatial(window, image, writer);
    this.writer = writer;
  }

  Operand<TFloat32> pool(Operand<TFloat32> x) {
    Operand<TFloat32> padded = padded(x);
    if (spatial.isDilated()) {
      return largest(taps(padded));
    }
    return spatial.isPlane()
        ? writer.ops().nn.maxPool(padded, sizes(), strides(), padding())
        : writer.ops().nn.maxPool3d(padded, spatial.sizes(), spatial.strides(), padding());
  }

  Operand<TFloat32> gradient(Operand<TFloat32> x, Operand<TFloat32> dy) {
    Operand<TFloat32> padded = padded(x);
    if (spatial.isPlane() && !spatial.isDilated()) {
      Operand<TFloat32> y = writer.ops().nn.maxPool(padded, sizes(), strides(), padding());
      Operand<TFloat32> dx =
          writer.ops().nn.maxPoolGrad(padded, y, dy, sizes(), strides(), padding());
      return padsItself() ? dx : spatial.unpadded(dx);
    }
    Operand<TFloat32> zero = GraphWriter.f32(writer.constant(Tensor.scalar(0f)));
    List<Operand<TFloat32>> parts = new ArrayList<>();
    List<Operand<TBool>> takers = takers(taps(padded));
    for (int tap = 0; tap < takers.size(); tap++) {
      Operand<TFloat32> taken = writer.ops().select(takers.get(tap), dy, zero);
      parts.add(spatial.placed(taken, tap));
    }
    return spatial.unpadded(sum(parts));
  }

  Operand<TFloat32> pick(Operand<TFloat32> x, Operand<TFloat32> v) {
    Operand<TFloat32> padded = padded(x);
    Operand<TFloat32> values = padsItself() ? v : spatial.padded(v, 0);
    if (spatial.isPlane() && !spatial.isDilated()) {
      Operand<TFloat32> y = writer.ops().nn.maxPool(padded, sizes(), strides(), padding());
      return writer.ops().nn.maxPoolGradGrad(padded, y, values, sizes(), strides(), padding());
    }
    List<Operand<TFloat32>> candidates = taps(values);
    List<Operand<TBool>> takers = takers(taps(padded));
    Operand<TFloat32> picked = candidates.getLast();
    for (int tap = takers.size() - 2; tap >= 0; tap--) {
      picked = writer.ops().select(takers.get(tap), candidates.get(tap), picked);
    }
    return picked;
  }

  // --- taps ------------------------------------------------------------------------------------

  private List<Operand<TFloat32>> taps(Operand<TFloat32> padded) {
    List<Operand<TFloat32>> taps = new ArrayList<>();
    for (int tap = 0; tap < spatial.window().taps(); tap++) {
      taps.add(spatial.met(padded, tap));
    }
    return taps;
  }

  private Operand<TFloat32> largest(List<Operand<TFloat32>> taps) {
    Operand<TFloat32> largest = taps.getFirst();
    for (Operand<TFloat32> tap : taps.subList(1, taps.size())) {
      largest = writer.ops().math.maximum(largest, tap);
    }
    return largest;
  }

  /** For each tap whether it is the first of the largest. */
  private List<Operand<TBool>> takers(List<Operand<TFloat32>> taps) {
    Operand<TFloat32> largest = largest(taps);
    List<Operand<TBool>> takers = new ArrayList<>();
    Operand<TBool> free = writer.ops().math.equal(largest, largest);
    for (Operand<TFloat32> tap : taps) {
      Operand<TBool> equal = writer.ops().math.equal(tap, largest);
      takers.add(writer.ops().math.logicalAnd(equal, free));
      free = writer.ops().math.logicalAnd(free, writer.ops().math.logicalNot(equal));
    }
    return takers;
  }

  private Operand<TFloat32> sum(List<Operand<TFloat32>> parts) {
    return parts.size() == 1 ? parts.getFirst() : writer.ops().math.addN(parts);
  }

  // --- padding ---------------------------------------------------------------------------------

  /** True where TensorFlow pads as the window does. */
  private boolean padsItself() {
    return !spatial.isDilated() && spatial.isPlane() && spatial.isSame();
  }

  private String padding() {
    return padsItself() ? Spatial.SAME : Spatial.VALID;
  }

  private Operand<TFloat32> padded(Operand<TFloat32> x) {
    return padsItself() ? x : spatial.padded(x, Float.NEGATIVE_INFINITY);
  }

  private Operand<TInt32> sizes() {
    return writer.ints(spatial.sizes().stream().mapToInt(Long::intValue).toArray());
  }

  private Operand<TInt32> strides() {
    return writer.ints(spatial.strides().stream().mapToInt(Long::intValue).toArray());
  }
}
