package io.concertina.engine.tensorflow;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.op.nn.DepthwiseConv2dNativeBackpropFilter;
import org.tensorflow.op.nn.DepthwiseConv2dNativeBackpropInput;
import org.tensorflow.types.TFloat32;

/**
 * Lowers convolution of two or three axes and its gradients.
 *
 * <p>TensorFlow's gradients know no dilation on a processor, nor do its convolutions of three axes
 * or one channel per group: there the kernel gets zeros between its taps. Groups of several
 * channels are convolved one by one.
 */
final class ConvLowering {

  private final Spatial spatial;
  private final GraphWriter writer;

  /** For a window on an image [batch, sizes..., channels]. */
  ConvLowering(Window window, Shape image, GraphWriter writer) {
    this.spatial = new Spatial(window, image, writer);
    this.writer = writer;
  }

  // --- convolution -----------------------------------------------------------------------------

  Operand<TFloat32> conv(Operand<TFloat32> x, Operand<TFloat32> kernel, int groups) {
    if (isDepthwise(groups)) {
      return depthwise(x, kernel);
    }
    return grouped(
        groups, group -> single(part(x, group, groups), part(kernel, group, groups), groups));
  }

  private Operand<TFloat32> single(Operand<TFloat32> x, Operand<TFloat32> kernel, int groups) {
    if (spatial.isPlane()) {
      return writer
          .ops()
          .nn
          .conv2d(
              x,
              kernel,
              spatial.strides(),
              padding(),
              Conv2d.explicitPaddings(explicit()),
              Conv2d.dilations(Spatial.perAxis(spatial.window().dilations())));
    }
    Operand<TFloat32> dense = dense(kernel, channels() / groups);
    return writer.ops().nn.conv3d(spatial.padded(x, 0), dense, spatial.strides(), Spatial.VALID);
  }

  private Operand<TFloat32> depthwise(Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return writer
        .ops()
        .nn
        .depthwiseConv2dNative(
            x,
            byChannel(kernel),
            spatial.strides(),
            padding(),
            DepthwiseConv2dNative.explicitPaddings(explicit()));
  }

  // --- gradients -------------------------------------------------------------------------------

  Operand<TFloat32> inputGradient(Operand<TFloat32> dy, Operand<TFloat32> kernel, int groups) {
    if (isDepthwise(groups)) {
      return writer
          .ops()
          .nn
          .depthwiseConv2dNativeBackpropInput(
              writer.ints(spatial.image().sizes()),
              byChannel(kernel),
              dy,
              spatial.strides(),
              padding(),
              DepthwiseConv2dNativeBackpropInput.explicitPaddings(explicit()));
    }
    return grouped(
        groups,
        group -> singleInputGradient(part(dy, group, groups), part(kernel, group, groups), groups));
  }

  private Operand<TFloat32> singleInputGradient(
      Operand<TFloat32> dy, Operand<TFloat32> kernel, int groups) {
    int channels = channels() / groups;
    boolean alone = channels == 1 && filters(kernel) == 1;
    Operand<TFloat32> known = dense(kernel, channels);
    Operand<TFloat32> dense = alone ? withSecondFilter(known) : known;
    Operand<TFloat32> given = alone ? withSecondFilter(dy) : dy;
    if (spatial.isPlane()) {
      return writer
          .ops()
          .nn
          .conv2dBackpropInput(
              writer.ints(sizes(spatial.image(), channels)),
              dense,
              given,
              spatial.strides(),
              padding(),
              Conv2dBackpropInput.explicitPaddings(explicit()));
    }
    Operand<TFloat32> padded =
        writer
            .ops()
            .nn
            .conv3dBackpropInput(
                writer.ints(sizes(spatial.paddedImage(), channels)),
                dense,
                given,
                spatial.strides(),
                Spatial.VALID);
    return spatial.unpadded(padded, channels);
  }

  /**
   * One more filter, of zeros: with a single channel and filter and a stride, TensorFlow's kernels
   * leave out elements.
   */
  private Operand<TFloat32> withSecondFilter(Operand<TFloat32> x) {
    int rank = spatial.image().rank();
    int[] sides = new int[2 * rank];
    sides[sides.length - 1] = 1;
    return writer
        .ops()
        .pad(
            x,
            GraphWriter.i32(writer.constant(Tensor.of(Shape.of(rank, 2), sides))),
            GraphWriter.f32(writer.constant(Tensor.scalar(0f))));
  }

  /**
   * The gradient of the kernel.
   *
   * @param shape of the kernel
   */
  Operand<TFloat32> kernelGradient(
      Operand<TFloat32> x, Operand<TFloat32> dy, Shape shape, int groups) {
    if (isDepthwise(groups)) {
      return depthwiseKernelGradient(x, dy, shape);
    }
    return grouped(
        groups,
        group ->
            singleKernelGradient(part(x, group, groups), part(dy, group, groups), shape, groups));
  }

  private Operand<TFloat32> singleKernelGradient(
      Operand<TFloat32> x, Operand<TFloat32> dy, Shape shape, int groups) {
    int channels = shape.dim(-2).size();
    int filters = shape.last().size() / groups;
    int[] dense = spatial.spreadOut(channels, filters);
    Operand<TFloat32> gradient =
        spatial.isPlane()
            ? writer
                .ops()
                .nn
                .conv2dBackpropFilter(
                    x,
                    writer.ints(dense),
                    dy,
                    spatial.strides(),
                    padding(),
                    Conv2dBackpropFilter.explicitPaddings(explicit()))
            : writer
                .ops()
                .nn
                .conv3dBackpropFilter(
                    spatial.padded(x, 0), writer.ints(dense), dy, spatial.strides(), Spatial.VALID);
    return spatial.isDilated() ? spatial.drawnTogether(gradient, channels, filters) : gradient;
  }

  private Operand<TFloat32> depthwiseKernelGradient(
      Operand<TFloat32> x, Operand<TFloat32> dy, Shape shape) {
    int filters = shape.last().size() / channels();
    Operand<TFloat32> gradient =
        writer
            .ops()
            .nn
            .depthwiseConv2dNativeBackpropFilter(
                x,
                writer.ints(spatial.spreadOut(channels(), filters)),
                dy,
                spatial.strides(),
                padding(),
                DepthwiseConv2dNativeBackpropFilter.explicitPaddings(explicit()));
    Operand<TFloat32> taps =
        spatial.isDilated() ? spatial.drawnTogether(gradient, channels(), filters) : gradient;
    return writer.ops().reshape(taps, writer.ints(shape.sizes()));
  }

  // --- kernels and groups ----------------------------------------------------------------------

  private int channels() {
    return spatial.image().last().size();
  }

  /** TensorFlow knows this case, if both strides are the same. */
  private boolean isDepthwise(int groups) {
    List<Integer> strides = spatial.window().strides();
    return groups > 1
        && groups == channels()
        && spatial.isPlane()
        && strides.getFirst().equals(strides.getLast());
  }

  /** A kernel [sizes..., 1, filters] as [sizes..., channels, filters of a channel]. */
  private Operand<TFloat32> byChannel(Operand<TFloat32> kernel) {
    int filters = filters(kernel) / channels();
    List<Integer> sizes = new ArrayList<>(spatial.window().sizes());
    sizes.addAll(List.of(channels(), filters));
    Operand<TFloat32> own = writer.ops().reshape(kernel, writer.ints(sizes));
    return spatial.isDilated() ? spatial.spreadOut(own, channels(), filters) : own;
  }

  /** A kernel without dilation. */
  private Operand<TFloat32> dense(Operand<TFloat32> kernel, int channels) {
    return spatial.isDilated() ? spatial.spreadOut(kernel, channels, filters(kernel)) : kernel;
  }

  private static int filters(Operand<TFloat32> kernel) {
    return Math.toIntExact(kernel.shape().get(-1));
  }

  private Operand<TFloat32> grouped(int groups, IntFunction<Operand<TFloat32>> of) {
    if (groups == 1) {
      return of.apply(0);
    }
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      parts.add(of.apply(group));
    }
    return writer.ops().concat(parts, writer.scalar(spatial.image().rank() - 1));
  }

  /** A group's part of the last axis. */
  private Operand<TFloat32> part(Operand<TFloat32> x, int group, int groups) {
    if (groups == 1) {
      return x;
    }
    int[] sizes = new int[spatial.image().rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = Math.toIntExact(x.shape().get(axis));
    }
    int[] starts = new int[sizes.length];
    sizes[sizes.length - 1] /= groups;
    starts[starts.length - 1] = group * sizes[sizes.length - 1];
    return writer.ops().slice(x, writer.ints(starts), writer.ints(sizes));
  }

  private static int[] sizes(Shape image, int channels) {
    int[] sizes = image.sizes();
    sizes[sizes.length - 1] = channels;
    return sizes;
  }

  // --- padding ---------------------------------------------------------------------------------

  private String padding() {
    if (!spatial.isPadded()) {
      return Spatial.VALID;
    }
    return spatial.isSame() ? Spatial.SAME : Spatial.EXPLICIT;
  }

  private List<Long> explicit() {
    return padding().equals(Spatial.EXPLICIT) ? spatial.padding() : List.of();
  }
}
