package io.concertina.engine.tensorflow;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Window;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Lowers average pooling and its gradient.
 *
 * <p>TensorFlow leaves its own padding out of the count; padding by hand is counted. What it does
 * not know, windows with dilation and padding by hand that is not counted, is a sum of taps.
 */
final class AvgPoolLowering {

  private final Spatial spatial;
  private final boolean countPadding;
  private final GraphWriter writer;

  /** For a window on an image [batch, sizes..., channels]. */
  AvgPoolLowering(Window window, boolean countPadding, Shape image, GraphWriter writer) {
    this.spatial = new Spatial(window, image, writer);
    this.countPadding = countPadding;
    this.writer = writer;
  }

  Operand<TFloat32> pool(Operand<TFloat32> x) {
    Operand<TFloat32> padded = padsItself() ? x : spatial.padded(x, 0);
    if (isSumOfTaps()) {
      List<Operand<TFloat32>> taps = new ArrayList<>();
      for (int tap = 0; tap < spatial.window().taps(); tap++) {
        taps.add(spatial.met(padded, tap));
      }
      return writer.ops().math.div(sum(taps), count());
    }
    return spatial.isPlane()
        ? writer.ops().nn.avgPool(padded, spatial.sizes(), spatial.strides(), padding())
        : writer.ops().nn.avgPool3d(padded, spatial.sizes(), spatial.strides(), padding());
  }

  Operand<TFloat32> gradient(Operand<TFloat32> dy) {
    if (isSumOfTaps()) {
      Operand<TFloat32> share = writer.ops().math.div(dy, count());
      List<Operand<TFloat32>> parts = new ArrayList<>();
      for (int tap = 0; tap < spatial.window().taps(); tap++) {
        parts.add(spatial.placed(share, tap));
      }
      return spatial.unpadded(sum(parts));
    }
    Shape image = padsItself() ? spatial.image() : spatial.paddedImage();
    Operand<TFloat32> dx =
        spatial.isPlane()
            ? writer
                .ops()
                .nn
                .avgPoolGrad(
                    writer.ints(image.sizes()), dy, spatial.sizes(), spatial.strides(), padding())
            : writer
                .ops()
                .nn
                .avgPool3dGrad(
                    writer.ints(image.sizes()), dy, spatial.sizes(), spatial.strides(), padding());
    return padsItself() ? dx : spatial.unpadded(dx);
  }

  private Operand<TFloat32> sum(List<Operand<TFloat32>> parts) {
    return parts.size() == 1 ? parts.getFirst() : writer.ops().math.addN(parts);
  }

  /** What the sum at each position is divided by. */
  private Operand<TFloat32> count() {
    Tensor count = countPadding ? Tensor.scalar((float) spatial.window().taps()) : spatial.held();
    return GraphWriter.f32(writer.constant(count));
  }

  private boolean isSumOfTaps() {
    return spatial.isDilated() || (spatial.isPadded() && !countPadding && !padsItself());
  }

  /** True where TensorFlow pads, and counts, as the window does. */
  private boolean padsItself() {
    return !spatial.isDilated() && !countPadding && spatial.isPlane() && spatial.isSame();
  }

  private String padding() {
    return padsItself() ? Spatial.SAME : Spatial.VALID;
  }
}
