package io.concertina.testkit.cases;

import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Resize;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Convolutions and poolings of one to three axes: odd sizes, strides, dilations, groups up to
 * depthwise, padding that differs by side.
 */
final class WindowedCases {

  /** A stand-in per operation, from which the switch below makes the cases. */
  static final List<Windowed> OPERATIONS = operations(Window.of(1), Shape.of(1));

  private static List<Windowed> operations(Window window, Shape spatial) {
    return List.of(
        new Windowed.Conv(window, 1),
        new Windowed.ConvInputGradient(window, 1, spatial),
        new Windowed.ConvKernelGradient(window, 1),
        new Windowed.MaxPool(window),
        new Windowed.MaxPoolGradient(window),
        new Windowed.MaxPoolPick(window),
        new Windowed.AvgPool(window, false),
        new Windowed.AvgPoolGradient(window, false, spatial));
  }

  /** A window on images of a size. */
  private record Geometry(Window window, Shape spatial) {

    /** What the window makes of the image: its positions. */
    Shape positions() {
      return new Shape(
          IntStream.range(0, window.axes())
              .mapToObj(axis -> Dim.of(window.positions(axis, spatial.dim(axis).size())))
              .toList());
    }
  }

  private static final List<Geometry> GEOMETRIES =
      List.of(
          on(Window.of(3), 9),
          on(Window.of(5).withStrides(2).withPadding(List.of(1), List.of(3)), 31),
          on(Window.of(4).withDilations(3).withPadding(List.of(3), List.of(2)), 17),
          on(Window.of(1), 1),
          same(Window.of(2), 7),
          on(Window.of(3, 3), 8, 7),
          same(Window.of(3, 3), 7, 9),
          same(Window.of(3, 3).withStrides(2, 2), 14, 9),
          on(Window.of(2, 2).withStrides(2, 2), 9, 8),
          on(Window.of(1, 1), 3, 5),
          on(Window.of(2, 3).withStrides(3, 1).withPadding(List.of(1, 0), List.of(0, 2)), 8, 9),
          on(Window.of(3, 2).withDilations(2, 3), 7, 8),
          on(
              Window.of(3, 3)
                  .withDilations(2, 1)
                  .withStrides(2, 3)
                  .withPadding(List.of(2, 1), List.of(1, 2)),
              9,
              8),
          on(Window.of(1, 5).withStrides(1, 2), 1, 31),
          same(Window.of(7, 7), 3, 3),
          on(Window.of(2, 3, 2), 3, 5, 4),
          same(Window.of(3, 3, 3), 3, 4, 5),
          same(Window.of(2, 2, 2).withStrides(2, 2, 2), 5, 4, 3),
          on(
              Window.of(2, 2, 3)
                  .withDilations(2, 1, 2)
                  .withStrides(1, 2, 1)
                  .withPadding(List.of(0, 1, 2), List.of(1, 0, 1)),
              4,
              5,
              6));

  /** Batch, channels, filters, groups. */
  private static final int[][] CHANNELS = {
    {1, 1, 1, 1},
    {3, 1, 17, 1},
    {1, 9, 3, 1},
    {2, 8, 8, 1},
    {3, 6, 9, 3},
    {2, 5, 5, 5},
    {1, 3, 6, 3}
  };

  /** How many of the channels each geometry meets, in turn. */
  private static final int MEETINGS = 2;

  private final Samples samples = new Samples(12);

  private static Geometry on(Window window, int... spatial) {
    return new Geometry(window, Shape.of(spatial));
  }

  private static Geometry same(Window window, int... spatial) {
    return new Geometry(window.same(Shape.of(spatial)), Shape.of(spatial));
  }

  Stream<EngineCase> all() {
    return Stream.concat(
        OPERATIONS.stream().flatMap(this::of),
        Stream.of(wide(), long1d(), stepOfConvolutions(), namedSizes(), resized()));
  }

  private Stream<EngineCase> of(Windowed op) {
    return switch (op) {
      case Windowed.Conv _ -> Stream.of(convolutions("conv", this::conv));
      case Windowed.ConvInputGradient _ ->
          Stream.of(convolutions("conv_input_gradient", this::inputGradient));
      case Windowed.ConvKernelGradient _ ->
          Stream.of(convolutions("conv_kernel_gradient", this::kernelGradient));
      case Windowed.MaxPool _ -> Stream.of(pools("max_pool", this::maxPool));
      case Windowed.MaxPoolGradient _ -> Stream.of(pools("max_pool_gradient", this::maxGradient));
      case Windowed.MaxPoolPick _ -> Stream.of(pools("max_pool_pick", this::maxPick));
      case Windowed.AvgPool _ -> Stream.of(pools("avg_pool", this::avgPool));
      case Windowed.AvgPoolGradient _ -> Stream.of(pools("avg_pool_gradient", this::avgGradient));
    };
  }

  // --- convolution -----------------------------------------------------------------------------

  @FunctionalInterface
  private interface Convolution {
    void apply(CaseBuilder builder, Geometry on, int batch, int channels, int filters, int groups);
  }

  private EngineCase convolutions(String name, Convolution convolution) {
    CaseBuilder builder = new CaseBuilder(name);
    for (int i = 0; i < GEOMETRIES.size(); i++) {
      for (int j = 0; j < MEETINGS; j++) {
        int[] c = CHANNELS[(i + 2 * j) % CHANNELS.length];
        convolution.apply(builder, GEOMETRIES.get(i), c[0], c[1], c[2], c[3]);
      }
    }
    return builder.build();
  }

  private void conv(
      CaseBuilder builder, Geometry on, int batch, int channels, int filters, int groups) {
    builder.apply(
        new Windowed.Conv(on.window(), groups),
        image(on.spatial(), batch, channels),
        kernel(on, channels / groups, filters));
  }

  private void inputGradient(
      CaseBuilder builder, Geometry on, int batch, int channels, int filters, int groups) {
    builder.apply(
        new Windowed.ConvInputGradient(on.window(), groups, on.spatial()),
        image(on.positions(), batch, filters),
        kernel(on, channels / groups, filters));
  }

  private void kernelGradient(
      CaseBuilder builder, Geometry on, int batch, int channels, int filters, int groups) {
    builder.apply(
        new Windowed.ConvKernelGradient(on.window(), groups),
        image(on.spatial(), batch, channels),
        image(on.positions(), batch, filters));
  }

  /** Channels beyond the lanes of any vector and the columns of any panel. */
  private EngineCase wide() {
    Geometry on = same(Window.of(3, 3), 4, 3);
    CaseBuilder builder = new CaseBuilder("convolutions of many channels");
    for (int[] c : new int[][] {{1, 31, 64}, {2, 64, 31}, {1, 17, 130}}) {
      conv(builder, on, c[0], c[1], c[2], 1);
      inputGradient(builder, on, c[0], c[1], c[2], 1);
      kernelGradient(builder, on, c[0], c[1], c[2], 1);
    }
    conv(builder, on, 1, 34, 66, 2);
    inputGradient(builder, on, 1, 34, 66, 2);
    kernelGradient(builder, on, 1, 34, 66, 2);
    return builder.build();
  }

  /** Sums over many positions. */
  private EngineCase long1d() {
    CaseBuilder builder = new CaseBuilder("convolutions of long series");
    kernelGradient(builder, on(Window.of(3), 10_007), 3, 2, 3, 1);
    kernelGradient(builder, on(Window.of(2).withStrides(2), 257), 31, 1, 1, 1);
    conv(builder, on(Window.of(64), 1000), 1, 3, 2, 1);
    return builder.build();
  }

  // --- pooling ---------------------------------------------------------------------------------

  @FunctionalInterface
  private interface Pooling {
    void apply(CaseBuilder builder, Geometry on, int batch, int channels);
  }

  private EngineCase pools(String name, Pooling pooling) {
    CaseBuilder builder = new CaseBuilder(name);
    for (Geometry geometry : GEOMETRIES) {
      pooling.apply(builder, geometry, 1, 1);
      pooling.apply(builder, geometry, 3, 9);
    }
    return builder.build();
  }

  private void maxPool(CaseBuilder builder, Geometry on, int batch, int channels) {
    Windowed op = new Windowed.MaxPool(on.window());
    builder.apply(op, image(on.spatial(), batch, channels));
    builder.apply(op, samples.floats(shape(batch, on.spatial(), channels), -9, -1));
  }

  private void maxGradient(CaseBuilder builder, Geometry on, int batch, int channels) {
    Windowed op = new Windowed.MaxPoolGradient(on.window());
    Tensor dy = image(on.positions(), batch, channels);
    builder.apply(op, image(on.spatial(), batch, channels), dy);
    builder.apply(op, samples.coarse(shape(batch, on.spatial(), channels)), dy);
  }

  private void maxPick(CaseBuilder builder, Geometry on, int batch, int channels) {
    Windowed op = new Windowed.MaxPoolPick(on.window());
    Tensor v = image(on.spatial(), batch, channels);
    builder.apply(op, image(on.spatial(), batch, channels), v);
    builder.apply(op, samples.coarse(shape(batch, on.spatial(), channels)), v);
  }

  private void avgPool(CaseBuilder builder, Geometry on, int batch, int channels) {
    Tensor x = image(on.spatial(), batch, channels);
    builder.apply(new Windowed.AvgPool(on.window(), false), x);
    builder.apply(new Windowed.AvgPool(on.window(), true), x);
  }

  private void avgGradient(CaseBuilder builder, Geometry on, int batch, int channels) {
    Tensor dy = image(on.positions(), batch, channels);
    builder.apply(new Windowed.AvgPoolGradient(on.window(), false, on.spatial()), dy);
    builder.apply(new Windowed.AvgPoolGradient(on.window(), true, on.spatial()), dy);
  }

  // --- together --------------------------------------------------------------------------------

  /** A strided convolution with bias and activation, pooled and made large again. */
  private EngineCase stepOfConvolutions() {
    CaseBuilder builder = new CaseBuilder("convolutions one after the other");
    Ops ops = builder.ops();
    Shape large = Shape.of(9, 7);
    Value x =
        builder.input(
            samples.floats(Shape.of(5, 9, 7, 2), -1, 1),
            TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(9), Dim.of(7), Dim.of(2))));
    Value kernel = builder.input(samples.floats(Shape.of(3, 3, 2, 8), -1, 1));
    Value bias = builder.input(samples.floats(Shape.of(8), -1, 1));
    Window window = Window.of(3, 3).withStrides(2, 2).same(large);
    Value sum = ops.add(ops.conv(x, kernel, window, 1), bias);
    Value h = ops.max(sum, ops.constantLike(sum, 0));
    Value pooled = ops.maxPool(h, Window.of(2, 2));
    Value y = ops.convTransposed(h, kernel, window, 1, large);
    builder.output(h).output(pooled).output(y);
    builder.output(ops.avgPool(y, Window.of(2, 3), true));
    return builder.build();
  }

  /** Spatial axes of named size, which the window keeps. */
  private EngineCase namedSizes() {
    CaseBuilder builder = new CaseBuilder("windows on axes of named size");
    Ops ops = builder.ops();
    Dim time = Dim.named("time");
    Value x =
        builder.input(
            samples.floats(Shape.of(3, 11, 4), -1, 1),
            TensorType.f32(Shape.of(Dim.named("batch"), time, Dim.of(4))));
    Value kernel = builder.input(samples.floats(Shape.of(3, 4, 5), -1, 1));
    Window window = Window.of(3).same(Shape.of(time));
    Value y = ops.conv(x, kernel, window, 1);
    builder.output(y).output(ops.convTransposed(y, kernel, window, 1, Shape.of(time)));
    builder.output(ops.maxPool(x, window)).output(ops.avgPool(x, window, false));
    return builder.build();
  }

  private EngineCase resized() {
    CaseBuilder builder = new CaseBuilder("resized images");
    Ops ops = builder.ops();
    Value line = builder.input(image(Shape.of(5), 2, 3));
    Value plane = builder.input(image(Shape.of(4, 7), 3, 2));
    Value box = builder.input(image(Shape.of(2, 3, 4), 1, 3));
    for (Shape spatial : List.of(Shape.of(10), Shape.of(3), Shape.of(8))) {
      builder.output(Resize.nearest(ops, line, spatial));
      builder.output(Resize.linear(ops, line, spatial));
    }
    for (Shape spatial : List.of(Shape.of(8, 14), Shape.of(3, 9), Shape.of(4, 7))) {
      builder.output(Resize.nearest(ops, plane, spatial));
      builder.output(Resize.linear(ops, plane, spatial));
    }
    builder.output(Resize.nearest(ops, box, Shape.of(4, 2, 12)));
    builder.output(Resize.linear(ops, box, Shape.of(3, 6, 2)));
    return builder.build();
  }

  // --- arguments -------------------------------------------------------------------------------

  private Tensor image(Shape spatial, int batch, int channels) {
    return samples.floats(shape(batch, spatial, channels), -1, 1);
  }

  private Tensor kernel(Geometry on, int channels, int filters) {
    List<Dim> dims = new ArrayList<>(on.window().sizes().stream().map(Dim::of).toList());
    dims.add(Dim.of(channels));
    dims.add(Dim.of(filters));
    return samples.floats(new Shape(dims), -1, 1);
  }

  private static Shape shape(int batch, Shape spatial, int channels) {
    List<Dim> dims = new ArrayList<>();
    dims.add(Dim.of(batch));
    dims.addAll(spatial.dims());
    dims.add(Dim.of(channels));
    return new Shape(dims);
  }
}
