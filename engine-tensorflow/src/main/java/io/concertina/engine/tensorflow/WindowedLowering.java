package io.concertina.engine.tensorflow;

import static io.concertina.engine.tensorflow.GraphWriter.f32;

import io.concertina.ir.Dim;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Lowers convolution and pooling.
 *
 * <p>TensorFlow's kernels have two or three spatial axes, so one axis gets another of size 1 in
 * front, which only renames the elements.
 */
final class WindowedLowering {

  private WindowedLowering() {}

  static Lowered lower(Windowed op, Node node, GraphWriter writer) {
    Operand<TFloat32> result = lifted(op, node, writer);
    Shape shape = node.result().shape();
    return new Lowered(
        op.window().axes() == 1 ? writer.ops().reshape(result, writer.ints(shape.sizes())) : result,
        shape);
  }

  private static Operand<TFloat32> lifted(Windowed op, Node node, GraphWriter writer) {
    Window window = lifted(op.window());
    Value first = node.operand(0);
    Value last = node.operands().getLast();
    Operand<TFloat32> x = lifted(op, first, 1, writer);
    return switch (op) {
      case Windowed.Conv conv ->
          new ConvLowering(window, lifted(op, first.shape(), 1), writer)
              .conv(x, lifted(op, last, 0, writer), conv.groups());
      case Windowed.ConvInputGradient gradient ->
          new ConvLowering(window, lifted(op, node.result().shape(), 1), writer)
              .inputGradient(x, lifted(op, last, 0, writer), gradient.groups());
      case Windowed.ConvKernelGradient gradient ->
          new ConvLowering(window, lifted(op, first.shape(), 1), writer)
              .kernelGradient(
                  x,
                  lifted(op, last, 1, writer),
                  lifted(op, node.result().shape(), 0),
                  gradient.groups());
      case Windowed.MaxPool _ ->
          new MaxPoolLowering(window, lifted(op, first.shape(), 1), writer).pool(x);
      case Windowed.MaxPoolGradient _ ->
          new MaxPoolLowering(window, lifted(op, first.shape(), 1), writer)
              .gradient(x, lifted(op, last, 1, writer));
      case Windowed.MaxPoolPick _ ->
          new MaxPoolLowering(window, lifted(op, first.shape(), 1), writer)
              .pick(x, lifted(op, last, 1, writer));
      case Windowed.AvgPool pool ->
          new AvgPoolLowering(window, pool.countPadding(), lifted(op, first.shape(), 1), writer)
              .pool(x);
      case Windowed.AvgPoolGradient gradient ->
          new AvgPoolLowering(
                  window, gradient.countPadding(), lifted(op, node.result().shape(), 1), writer)
              .gradient(x);
    };
  }

  private static Window lifted(Window window) {
    return window.axes() > 1
        ? window
        : new Window(
            List.of(1, window.sizes().getFirst()),
            // TensorFlow's depthwise convolution wants both strides to be the same.
            List.of(window.strides().getFirst(), window.strides().getFirst()),
            List.of(1, window.dilations().getFirst()),
            List.of(0, window.before().getFirst()),
            List.of(0, window.after().getFirst()));
  }

  /** A value whose first spatial axis is {@code axis}. */
  private static Operand<TFloat32> lifted(Windowed op, Value value, int axis, GraphWriter writer) {
    Operand<TFloat32> full = f32(writer.full(value));
    return op.window().axes() > 1
        ? full
        : writer.ops().reshape(full, writer.ints(lifted(op, value.shape(), axis).sizes()));
  }

  private static Shape lifted(Windowed op, Shape shape, int axis) {
    if (op.window().axes() > 1) {
      return shape;
    }
    List<Dim> dims = new ArrayList<>(shape.dims());
    dims.add(axis, Dim.of(1));
    return new Shape(dims);
  }
}
