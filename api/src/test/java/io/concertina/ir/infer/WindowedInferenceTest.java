package io.concertina.ir.infer;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowedInferenceTest {

  private static final Window PLANE = Window.of(3, 3);
  private static final Dim TIME = Dim.named("time");

  private final Examples examples = new Examples();

  @Test
  void aConvolutionHasAFilterPerChannelOfItsResultAndAPositionPerElement() {
    examples.gives(
        new Windowed.Conv(PLANE, 1),
        "f32[batch, 26, 14, 8]",
        "f32[batch, 28, 16, 3]",
        "f32[3, 3, 3, 8]");
    examples.gives(
        new Windowed.Conv(PLANE.withStrides(2, 3).same(Shape.of(28, 16)), 1),
        "f32[batch, 14, 6, 8]",
        "f32[batch, 28, 16, 3]",
        "f32[3, 3, 3, 8]");
    examples.gives(
        new Windowed.Conv(Window.of(2, 2, 2), 1),
        "f32[5, 1, 2, 3, 4]",
        "f32[5, 2, 3, 4, 1]",
        "f32[2, 2, 2, 1, 4]");
  }

  @Test
  void groupsShareOutChannelsAndFilters() {
    examples.gives(
        new Windowed.Conv(Window.of(3), 2), "f32[2, 7, 4]", "f32[2, 9, 6]", "f32[3, 3, 4]");
    examples.gives(
        new Windowed.Conv(Window.of(3), 6), "f32[2, 7, 12]", "f32[2, 9, 6]", "f32[3, 1, 12]");
    examples.refuses(
        new Windowed.Conv(Window.of(3), 4),
        "conv: expected groups that divide the 6 channels, for instance 3, got 4",
        "f32[2, 9, 6]",
        "f32[3, 1, 12]");
    examples.refuses(
        new Windowed.Conv(Window.of(3), 3),
        "conv: expected groups that divide the 4 filters, for instance 2, got 3",
        "f32[2, 9, 6]",
        "f32[3, 2, 4]");
    examples.refuses(
        new Windowed.Conv(Window.of(3), 0),
        "conv: expected groups of at least 1, got 0",
        "f32[2, 9, 6]",
        "f32[3, 6, 4]");
    examples.refuses(
        new Windowed.Conv(Window.of(3), 2),
        "conv: expected a kernel of 3 channels for x [2, 9, 6] in 2 groups, got [3, 6, 4]",
        "f32[2, 9, 6]",
        "f32[3, 6, 4]");
  }

  @Test
  void aKernelLargerThanTheImageSaysWhichSizeWouldFit() {
    examples.refuses(
        new Windowed.Conv(PLANE.withDilations(1, 2), 1),
        "conv: expected at least 5 elements on spatial axis 1, or a window that reaches over at"
            + " most 4, got an image of [28, 4] and window=[3, 3], dilations=[1, 2]",
        "f32[batch, 28, 4, 3]",
        "f32[3, 3, 3, 8]");
    examples.refuses(
        new Windowed.MaxPool(Window.of(4).withPadding(List.of(1), List.of(0))),
        "max_pool: expected at least 3 elements on spatial axis 0, or a window that reaches over at"
            + " most 3, got an image of [2] and window=[4], before=[1]",
        "f32[batch, 2, 1]");
  }

  @Test
  void aKernelHasTheSizesOfTheWindow() {
    examples.refuses(
        new Windowed.Conv(PLANE, 1),
        "conv: expected a kernel of the window's sizes [3, 3], then channels and filters,"
            + " got [3, 5, 3, 8]",
        "f32[batch, 28, 28, 3]",
        "f32[3, 5, 3, 8]");
  }

  @Test
  void anImageHasAnAxisPerAxisOfTheWindow() {
    examples.refuses(
        new Windowed.Conv(PLANE, 1),
        "conv: expected x [batch, size, size, channels], got [batch, 28, 3]",
        "f32[batch, 28, 3]",
        "f32[3, 3, 3, 8]");
    examples.refuses(
        new Windowed.AvgPool(Window.of(2), false),
        "avg_pool: expected x of a fixed number of channels, at least 1, got [4, 8, batch]",
        "f32[4, 8, batch]");
  }

  @Test
  void aNamedAxisIsAllowedWhereTheWindowKeepsIt() {
    Window same = Window.of(3).same(Shape.of(TIME));
    examples.gives(
        new Windowed.Conv(same, 1), "f32[2, time, 5]", "f32[2, time, 4]", "f32[3, 4, 5]");
    examples.gives(new Windowed.MaxPool(same), "f32[2, time, 4]", "f32[2, time, 4]");
    examples.gives(
        new Windowed.ConvInputGradient(same, 1, Shape.of(TIME)),
        "f32[2, time, 4]",
        "f32[2, time, 5]",
        "f32[3, 4, 5]");
    examples.refuses(
        new Windowed.Conv(Window.of(3), 1),
        "conv: expected a window that keeps the size time: stride 1, padding 2 in sum,"
            + " got window=[3]",
        "f32[2, time, 4]",
        "f32[3, 4, 5]");
  }

  @Test
  void theInputGradientHasTheSpatialSizesThatItIsTold() {
    Window window = PLANE.withStrides(2, 2);
    for (int size : new int[] {7, 8}) {
      examples.gives(
          new Windowed.ConvInputGradient(window, 2, Shape.of(size, 7)),
          "f32[batch, " + size + ", 7, 6]",
          "f32[batch, 3, 3, 4]",
          "f32[3, 3, 3, 4]");
    }
    examples.refuses(
        new Windowed.ConvInputGradient(window, 1, Shape.of(9, 7)),
        "conv_input_gradient: expected dy of spatial sizes [4, 3] for an image of [9, 7],"
            + " got [batch, 3, 3, 4]",
        "f32[batch, 3, 3, 4]",
        "f32[3, 3, 3, 4]");
    examples.refuses(
        new Windowed.ConvInputGradient(window, 1, Shape.of(7)),
        "conv_input_gradient: expected 2 spatial sizes, got [7]",
        "f32[batch, 3, 3, 4]",
        "f32[3, 3, 3, 4]");
    examples.refuses(
        new Windowed.ConvInputGradient(window, 1, Shape.of(7, 7)),
        "conv_input_gradient: expected a kernel of 4 filters for [batch, 3, 3, 4],"
            + " got [3, 3, 3, 5]",
        "f32[batch, 3, 3, 4]",
        "f32[3, 3, 3, 5]");
  }

  @Test
  void theKernelGradientHasTheShapeOfTheKernel() {
    examples.gives(
        new Windowed.ConvKernelGradient(PLANE, 3),
        "f32[3, 3, 2, 9]",
        "f32[batch, 8, 7, 6]",
        "f32[batch, 6, 5, 9]");
    examples.refuses(
        new Windowed.ConvKernelGradient(PLANE, 1),
        "conv_kernel_gradient: expected the same batch, got [batch, 8, 7, 6] and [3, 6, 5, 9]",
        "f32[batch, 8, 7, 6]",
        "f32[3, 6, 5, 9]");
  }

  @Test
  void gradientsOfPoolsHaveTheShapeOfTheImage() {
    Window window = Window.of(2).withStrides(2);
    examples.gives(
        new Windowed.MaxPoolGradient(window),
        "f32[batch, 7, 3]",
        "f32[batch, 7, 3]",
        "f32[batch, 3, 3]");
    examples.gives(
        new Windowed.MaxPoolPick(window),
        "f32[batch, 3, 3]",
        "f32[batch, 7, 3]",
        "f32[batch, 7, 3]");
    examples.gives(
        new Windowed.AvgPoolGradient(window, true, Shape.of(7)),
        "f32[batch, 7, 3]",
        "f32[batch, 3, 3]");
    examples.refuses(
        new Windowed.MaxPoolGradient(window),
        "max_pool_gradient: expected a gradient [batch, 3, 3], got [batch, 4, 3]",
        "f32[batch, 7, 3]",
        "f32[batch, 4, 3]");
    examples.refuses(
        new Windowed.MaxPoolPick(window),
        "max_pool_pick: expected values [batch, 7, 3], got [batch, 8, 3]",
        "f32[batch, 7, 3]",
        "f32[batch, 8, 3]");
  }

  @Test
  void everyWindowOfAPoolHoldsAnElement() {
    Window window = Window.of(2).withDilations(2).withPadding(List.of(1), List.of(1));
    examples.refuses(
        new Windowed.MaxPool(window),
        "max_pool: expected less padding: each window must hold an element on axis 0 of size 1,"
            + " got window=[2], dilations=[2], before=[1], after=[1]",
        "f32[batch, 1, 3]");
    examples.gives(
        new Windowed.Conv(window, 1), "f32[batch, 1, 2]", "f32[batch, 1, 3]", "f32[2, 3, 2]");
  }
}
