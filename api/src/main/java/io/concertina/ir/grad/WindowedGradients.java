package io.concertina.ir.grad;

import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;

/**
 * Rules of convolution and pooling; g is the gradient of the result.
 *
 * <p>Convolution, its input gradient and its kernel gradient are the three sides of one form that
 * is linear in x, in the kernel and in dy: S(x, k, dy) = Σ dy · conv(x, k). Each is the derivative
 * of S by one of the three, so the gradients of each are the other two.
 */
final class WindowedGradients {

  private WindowedGradients() {}

  static void of(Windowed op, Backward b) {
    Ops o = b.ops();
    Value g = b.gradient();
    Window window = op.window();
    switch (op) {
      case Windowed.Conv(Window _, int groups) -> {
        b.give(0, () -> input(o, window, groups, g, b.x(1), b.x(0)));
        b.give(1, () -> kernel(o, window, groups, b.x(0), g));
      }
      case Windowed.ConvInputGradient(Window _, int groups, Shape _) -> {
        b.give(0, () -> o.conv(g, b.x(1), window, groups));
        b.give(1, () -> kernel(o, window, groups, g, b.x(0)));
      }
      case Windowed.ConvKernelGradient(Window _, int groups) -> {
        b.give(0, () -> input(o, window, groups, b.x(1), g, b.x(0)));
        b.give(1, () -> o.conv(b.x(0), g, window, groups));
      }
      case Windowed.MaxPool _ ->
          b.give(0, () -> o.emit(new Windowed.MaxPoolGradient(window), b.x(0), g));
      case Windowed.MaxPoolGradient _ ->
          b.give(1, () -> o.emit(new Windowed.MaxPoolPick(window), b.x(0), g));
      case Windowed.MaxPoolPick _ ->
          b.give(1, () -> o.emit(new Windowed.MaxPoolGradient(window), b.x(0), g));
      case Windowed.AvgPool(Window _, boolean count) ->
          b.give(0, () -> o.emit(new Windowed.AvgPoolGradient(window, count, spatial(b.x(0))), g));
      case Windowed.AvgPoolGradient(Window _, boolean count, Shape _) ->
          b.give(0, () -> o.avgPool(g, window, count));
    }
  }

  private static Value input(Ops o, Window window, int groups, Value dy, Value kernel, Value x) {
    return o.convTransposed(dy, kernel, window, groups, spatial(x));
  }

  private static Value kernel(Ops o, Window window, int groups, Value x, Value dy) {
    return o.emit(new Windowed.ConvKernelGradient(window, groups), x, dy);
  }

  private static Shape spatial(Value image) {
    return image.shape().slice(1, image.shape().rank() - 1);
  }
}
