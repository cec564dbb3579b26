package io.concertina.ir.infer;

import static io.concertina.ir.infer.Operands.both;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.List;

/** Types of convolution and pooling. */
final class WindowedInference {

  private final Windowed op;
  private final Window window;
  private final Operands operands;

  private WindowedInference(Windowed op, Operands operands) {
    this.op = op;
    this.window = op.window();
    this.operands = operands;
  }

  static TensorType infer(Windowed op, Operands operands) {
    return TensorType.f32(new WindowedInference(op, operands).infer());
  }

  private Shape infer() {
    operands.count(count());
    for (int i = 0; i < operands.count(); i++) {
      operands.dtype(i, DType.F32);
    }
    return switch (op) {
      case Windowed.Conv conv -> conv(conv.groups());
      case Windowed.ConvInputGradient gradient -> inputGradient(gradient);
      case Windowed.ConvKernelGradient gradient -> kernelGradient(gradient.groups());
      case Windowed.MaxPool _, Windowed.AvgPool _ -> pooled();
      case Windowed.MaxPoolGradient _ -> {
        Shape y = pooled();
        operands.require(operands.shape(1).equals(y), () -> "a gradient " + y, operands.shape(1));
        yield operands.shape(0);
      }
      case Windowed.MaxPoolPick _ -> {
        Shape x = operands.shape(0);
        operands.require(operands.shape(1).equals(x), () -> "values " + x, operands.shape(1));
        yield pooled();
      }
      case Windowed.AvgPoolGradient gradient -> {
        Shape dy = image(0, "dy");
        positionsFit(dy, gradient.spatial());
        everyWindowHolds(gradient.spatial());
        yield resized(dy, gradient.spatial());
      }
    };
  }

  private int count() {
    return switch (op) {
      case Windowed.MaxPool _, Windowed.AvgPool _, Windowed.AvgPoolGradient _ -> 1;
      case Windowed.Conv _,
          Windowed.ConvInputGradient _,
          Windowed.ConvKernelGradient _,
          Windowed.MaxPoolGradient _,
          Windowed.MaxPoolPick _ ->
          2;
    };
  }

  // --- convolution -----------------------------------------------------------------------------

  private Shape conv(int groups) {
    Shape x = image(0, "x");
    Shape kernel = kernel(groups);
    int channels = x.last().size();
    groupsDivide(groups, channels, "channels");
    int expected = channels / groups;
    operands.require(
        kernel.dim(-2).size() == expected,
        () -> "a kernel of " + expected + " channels for x " + x + of(groups),
        kernel);
    return resized(x, positions(spatial(x))).with(-1, kernel.last());
  }

  private Shape inputGradient(Windowed.ConvInputGradient gradient) {
    Shape dy = image(0, "dy");
    Shape kernel = kernel(gradient.groups());
    operands.require(
        kernel.last().equals(dy.last()),
        () -> "a kernel of " + dy.last() + " filters for " + dy,
        kernel);
    positionsFit(dy, gradient.spatial());
    Dim channels = kernel.dim(-2).times(Dim.of(gradient.groups()));
    return resized(dy, gradient.spatial()).with(-1, channels);
  }

  private Shape kernelGradient(int groups) {
    Shape x = image(0, "x");
    Shape dy = image(1, "dy");
    positiveGroups(groups);
    groupsDivide(groups, x.last().size(), "channels");
    groupsDivide(groups, dy.last().size(), "filters");
    operands.require(x.dim(0).equals(dy.dim(0)), "the same batch", both(x, dy));
    positionsFit(dy, spatial(x));
    List<Dim> dims = new ArrayList<>(window.sizes().stream().map(Dim::of).toList());
    dims.add(Dim.of(x.last().size() / groups));
    dims.add(dy.last());
    return new Shape(dims);
  }

  /** The kernel, with the sizes of the window. */
  private Shape kernel(int groups) {
    Shape kernel = operands.shape(1);
    int axes = window.axes();
    operands.require(
        kernel.rank() == axes + 2
            && kernel.isFixed()
            && kernel.slice(0, axes).dims().equals(window.sizes().stream().map(Dim::of).toList())
            && kernel.slice(axes, axes + 2).dims().stream().allMatch(dim -> dim.size() >= 1),
        () -> "a kernel of the window's sizes " + window.sizes() + ", then channels and filters",
        kernel);
    positiveGroups(groups);
    groupsDivide(groups, kernel.last().size(), "filters");
    return kernel;
  }

  private void positiveGroups(int groups) {
    operands.require(groups >= 1, "groups of at least 1", groups);
  }

  private void groupsDivide(int groups, int count, String what) {
    operands.require(
        count % groups == 0,
        () -> "groups that divide the " + count + " " + what + nearest(groups, count),
        groups);
  }

  private static String nearest(int groups, int count) {
    int fits = Math.min(groups, count);
    while (count % fits != 0) {
      fits--;
    }
    return ", for instance " + fits;
  }

  private static String of(int groups) {
    return groups == 1 ? "" : " in " + groups + " groups";
  }

  // --- pooling ---------------------------------------------------------------------------------

  private Shape pooled() {
    Shape x = image(0, "x");
    Shape y = resized(x, positions(spatial(x)));
    everyWindowHolds(spatial(x));
    return y;
  }

  private void everyWindowHolds(Shape spatial) {
    for (int axis = 0; axis < window.axes(); axis++) {
      Dim size = spatial.dim(axis);
      int a = axis;
      boolean holds =
          size.isFixed()
              ? holdsEverywhere(axis, size.size())
              : window.before().get(axis) % window.dilations().get(axis) == 0;
      operands.require(
          holds,
          () -> "less padding: each window must hold an element on axis " + a + " of size " + size,
          window);
    }
  }

  private boolean holdsEverywhere(int axis, int size) {
    int positions = window.positions(axis, size);
    for (int p = 0; p < positions; p++) {
      long at = (long) p * window.strides().get(axis) - window.before().get(axis);
      boolean holds = false;
      for (int tap = 0; tap < window.sizes().get(axis) && !holds; tap++) {
        holds = at >= 0 && at < size;
        at += window.dilations().get(axis);
      }
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  // --- sizes -----------------------------------------------------------------------------------

  /** An operand [batch, spatial..., channels]. */
  private Shape image(int index, String name) {
    Shape shape = operands.shape(index);
    operands.require(
        shape.rank() == window.axes() + 2,
        () -> name + " [batch, " + "size, ".repeat(window.axes()) + "channels]",
        shape);
    operands.require(
        shape.last().isFixed() && shape.last().size() >= 1,
        () -> name + " of a fixed number of channels, at least 1",
        shape);
    return shape;
  }

  private Shape spatial(Shape image) {
    return image.slice(1, 1 + window.axes());
  }

  private static Shape resized(Shape image, Shape spatial) {
    List<Dim> dims = new ArrayList<>();
    dims.add(image.dim(0));
    dims.addAll(spatial.dims());
    dims.add(image.last());
    return new Shape(dims);
  }

  private void positionsFit(Shape dy, Shape spatial) {
    operands.require(
        spatial.rank() == window.axes(), () -> window.axes() + " spatial sizes", spatial);
    Shape expected = positions(spatial);
    operands.require(
        spatial(dy).equals(expected),
        () -> "dy of spatial sizes " + expected + " for an image of " + spatial,
        dy);
  }

  /** The window's positions on an image. */
  private Shape positions(Shape spatial) {
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < window.axes(); axis++) {
      dims.add(positions(axis, spatial.dim(axis), spatial));
    }
    return new Shape(dims);
  }

  private Dim positions(int axis, Dim size, Shape spatial) {
    if (!size.isFixed()) {
      operands.require(
          window.keepsSize(axis),
          () -> "a window that keeps the size " + size + ": stride 1, padding " + kept(axis),
          window);
      return size;
    }
    int positions = size.size() < 1 ? 0 : window.positions(axis, size.size());
    operands.require(
        positions >= 1,
        () ->
            "at least "
                + fitting(axis)
                + " elements on spatial axis "
                + axis
                + ", or a window that reaches over at most "
                + (size.size() + window.before().get(axis) + window.after().get(axis)),
        "an image of " + spatial + " and " + window);
    return Dim.of(positions);
  }

  private String kept(int axis) {
    return (window.extent(axis) - 1) + " in sum";
  }

  /** The least size that the window fits on. */
  private int fitting(int axis) {
    return Math.max(1, window.extent(axis) - window.before().get(axis) - window.after().get(axis));
  }
}
