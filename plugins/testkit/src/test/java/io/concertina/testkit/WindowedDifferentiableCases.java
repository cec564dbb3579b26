package io.concertina.testkit;

import static io.concertina.testkit.DifferentiableCase.BATCH;
import static io.concertina.testkit.DifferentiableCase.Domain.between;
import static io.concertina.testkit.DifferentiableCase.Domain.real;

import io.concertina.ir.Dim;
import io.concertina.ir.Resize;
import io.concertina.ir.Shape;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Convolution and pooling of one to three axes, with strides, dilations, groups and padding. */
final class WindowedDifferentiableCases {

  private final List<DifferentiableCase> cases;

  private WindowedDifferentiableCases(List<DifferentiableCase> cases) {
    this.cases = cases;
  }

  static void addTo(List<DifferentiableCase> cases) {
    WindowedDifferentiableCases windows = new WindowedDifferentiableCases(cases);
    Window odd = Window.of(3).withStrides(2).withPadding(List.of(1), List.of(2));
    windows.convolution(odd, Shape.of(6), 3, 2, 1);
    windows.convolution(Window.of(2).withDilations(3), Shape.of(7), 2, 4, 2);
    windows.convolution(Window.of(2, 3).withStrides(2, 1), Shape.of(5, 4), 2, 3, 1);
    windows.convolution(Window.of(3, 3).same(Shape.of(3, 3)), Shape.of(3, 3), 3, 3, 3);
    windows.convolution(
        Window.of(2, 2).withDilations(1, 2).withPadding(List.of(0, 1), List.of(1, 0)),
        Shape.of(3, 4),
        2,
        4,
        2);
    windows.convolution(
        Window.of(2, 1, 2).withStrides(1, 2, 1).withPadding(List.of(1, 0, 0), List.of(0, 0, 1)),
        Shape.of(2, 3, 2),
        2,
        1,
        1);
    windows.pooling(odd, Shape.of(6));
    windows.pooling(Window.of(2).withDilations(3), Shape.of(7));
    windows.pooling(Window.of(3, 2).withStrides(1, 2), Shape.of(4, 5));
    windows.pooling(Window.of(2, 2).same(Shape.of(3, 3)), Shape.of(3, 3));
    windows.pooling(Window.of(2, 1, 2), Shape.of(3, 2, 2));
    windows.resizing();
  }

  private void convolution(Window window, Shape spatial, int channels, int filters, int groups) {
    String name =
        " " + spatial + " " + channels + " to " + filters + " by " + groups + " " + window;
    DifferentiableCase.Domain x = real(image(spatial, channels));
    DifferentiableCase.Domain dy = real(image(positions(window, spatial), filters));
    DifferentiableCase.Domain kernel = real(kernel(window, channels / groups, filters));
    cases.add(
        DifferentiableCase.of(
            "conv" + name, (o, in) -> o.conv(in.get(0), in.get(1), window, groups), x, kernel));
    cases.add(
        DifferentiableCase.of(
            "conv_input_gradient" + name,
            (o, in) -> o.convTransposed(in.get(0), in.get(1), window, groups, spatial),
            dy,
            kernel));
    cases.add(
        DifferentiableCase.of(
            "conv_kernel_gradient" + name,
            (o, in) ->
                o.emit(new Windowed.ConvKernelGradient(window, groups), in.get(0), in.get(1)),
            x,
            dy));
  }

  private void pooling(Window window, Shape spatial) {
    String name = " " + spatial + " " + window;
    DifferentiableCase.Domain x = between(-2, 2, image(spatial, 2));
    DifferentiableCase.Domain dy = real(image(positions(window, spatial), 2));
    cases.add(
        DifferentiableCase.of("max_pool" + name, (o, in) -> o.maxPool(in.getFirst(), window), x));
    cases.add(
        DifferentiableCase.of(
            "max_pool_gradient" + name,
            (o, in) -> o.emit(new Windowed.MaxPoolGradient(window), in.get(0), in.get(1)),
            x,
            dy));
    cases.add(
        DifferentiableCase.of(
            "max_pool_pick" + name,
            (o, in) -> o.emit(new Windowed.MaxPoolPick(window), in.get(0), in.get(1)),
            x,
            real(x.shape())));
    for (boolean count : new boolean[] {false, true}) {
      cases.add(
          DifferentiableCase.of(
              "avg_pool " + count + name, (o, in) -> o.avgPool(in.getFirst(), window, count), x));
      cases.add(
          DifferentiableCase.of(
              "avg_pool_gradient " + count + name,
              (o, in) ->
                  o.emit(new Windowed.AvgPoolGradient(window, count, spatial), in.getFirst()),
              dy));
    }
  }

  private void resizing() {
    Shape from = image(Shape.of(2, 3), 2);
    for (Shape to : List.of(Shape.of(4, 6), Shape.of(3, 2))) {
      cases.add(
          DifferentiableCase.of(
              "resize_nearest " + to, (o, in) -> Resize.nearest(o, in.getFirst(), to), real(from)));
      cases.add(
          DifferentiableCase.of(
              "resize_linear " + to, (o, in) -> Resize.linear(o, in.getFirst(), to), real(from)));
    }
  }

  private static Shape positions(Window window, Shape spatial) {
    return new Shape(
        IntStream.range(0, window.axes())
            .mapToObj(axis -> Dim.of(window.positions(axis, spatial.dim(axis).size())))
            .toList());
  }

  private static Shape image(Shape spatial, int channels) {
    List<Dim> dims = new ArrayList<>();
    dims.add(BATCH);
    dims.addAll(spatial.dims());
    dims.add(Dim.of(channels));
    return new Shape(dims);
  }

  private static Shape kernel(Window window, int channels, int filters) {
    List<Dim> dims = new ArrayList<>(window.sizes().stream().map(Dim::of).toList());
    dims.add(Dim.of(channels));
    dims.add(Dim.of(filters));
    return new Shape(dims);
  }
}
