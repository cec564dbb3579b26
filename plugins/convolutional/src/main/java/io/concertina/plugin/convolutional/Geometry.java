package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Description;
import io.concertina.config.Settings;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Window;
import io.concertina.layer.LayerScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * How a window slides over the spatial axes of samples [batch, s₁, ..., sₙ, channels].
 *
 * @param sizes of the window, one per axis, at least 1
 * @param strides how far it moves, one per axis, at least 1
 * @param dilations distance of its elements, one per axis, at least 1
 * @param padding zeros around the sample
 */
public record Geometry(
    List<Integer> sizes, List<Integer> strides, List<Integer> dilations, Padding padding) {

  public Geometry {
    sizes = positive("size", sizes, sizes.size());
    strides = positive("strides", strides, sizes.size());
    dilations = positive("dilation", dilations, sizes.size());
    int rank = sizes.size();
    if (padding instanceof Padding.Explicit explicit
        && !List.of(1, rank, 2 * rank).contains(explicit.zeros().size())) {
      throw new ConfigurationException(
          "padding",
          "one number, %d or %d for %d axes".formatted(rank, 2 * rank, rank),
          explicit.zeros());
    }
  }

  private static List<Integer> positive(String what, List<Integer> numbers, int rank) {
    if (numbers.size() != rank || numbers.stream().anyMatch(number -> number < 1)) {
      throw new ConfigurationException(
          what, "a whole number of at least 1, or %d of them".formatted(rank), numbers);
    }
    return List.copyOf(numbers);
  }

  /** A window of one size on all axes, with stride 1. */
  public static Geometry of(int rank, int size, Padding padding) {
    return new Geometry(repeat(rank, size), repeat(rank, 1), repeat(rank, 1), padding);
  }

  private static List<Integer> repeat(int rank, int number) {
    return Collections.nCopies(rank, number);
  }

  /** Reads {@code kernel_size}, {@code strides}, {@code dilation} and {@code padding}. */
  static Geometry read(Settings settings, int rank) {
    return new Geometry(
        numbers(settings, "kernel_size", rank, settings.integers("kernel_size")),
        numbers(settings, "strides", rank, List.of(1)),
        numbers(settings, "dilation", rank, List.of(1)),
        Padding.read(settings, Padding.valid()));
  }

  /** One number per axis: a single one stands for all. */
  static List<Integer> numbers(Settings settings, String key, int rank, List<Integer> fallback) {
    List<Integer> numbers = settings.has(key) ? settings.integers(key) : fallback;
    List<Integer> all = numbers.size() == 1 ? repeat(rank, numbers.getFirst()) : numbers;
    if (all.size() != rank || all.stream().anyMatch(number -> number < 1)) {
      throw new ConfigurationException(
          settings.where(key),
          rank == 1
              ? "a whole number of at least 1"
              : "a whole number of at least 1, or %d of them".formatted(rank),
          numbers.isEmpty() ? "none" : numbers);
    }
    return all;
  }

  void describe(Description description) {
    description.put("kernel_size", sizes).put("strides", strides).put("dilation", dilations);
    padding.describe(description);
  }

  /** With other strides, one number for all axes. */
  public Geometry strides(int number) {
    return new Geometry(sizes, repeat(rank(), number), dilations, padding);
  }

  /** With another dilation, one number for all axes. */
  public Geometry dilation(int number) {
    return new Geometry(sizes, strides, repeat(rank(), number), padding);
  }

  /** With other padding. */
  public Geometry padding(Padding zeros) {
    return new Geometry(sizes, strides, dilations, zeros);
  }

  int rank() {
    return sizes.size();
  }

  /** The window without its padding. */
  private Window bare() {
    List<Integer> none = repeat(rank(), 0);
    return new Window(sizes, strides, dilations, none, none);
  }

  /**
   * The window over samples.
   *
   * @param spatial sizes of their spatial axes; a named size is allowed where it does not matter
   */
  Window over(Shape spatial) {
    return switch (padding) {
      case Padding.Valid _ -> bare();
      case Padding.Same _ -> bare().same(spatial);
      case Padding.Explicit explicit ->
          bare()
              .withPadding(
                  perAxis(axis -> explicit.before(rank(), axis)),
                  perAxis(axis -> explicit.after(rank(), axis)));
    };
  }

  private List<Integer> perAxis(IntUnaryOperator number) {
    return IntStream.range(0, rank()).map(number).boxed().toList();
  }

  /**
   * The sizes whose window has the given numbers of positions: the result of a transposed
   * convolution. Of several that have (with strides above 1) it is the one that Keras gives.
   */
  Shape before(LayerScope scope, Shape positions) {
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < rank(); axis++) {
      Dim dim = positions.dim(axis);
      if (!dim.isFixed()) {
        throw new ShapeException(scope.path(), "spatial axes of fixed size", positions);
      }
      sizes.add(Dim.of(before(dim.size(), axis)));
    }
    return new Shape(sizes);
  }

  private int before(int positions, int axis) {
    int stride = strides.get(axis);
    int extent = bare().extent(axis);
    return switch (padding) {
      case Padding.Same _ -> positions * stride;
      case Padding.Valid _ -> positions * stride + Math.max(extent - stride, 0);
      case Padding.Explicit explicit ->
          (positions - 1) * stride
              + extent
              - explicit.before(rank(), axis)
              - explicit.after(rank(), axis);
    };
  }

  /** The spatial axes of an input [batch, s₁, ..., sₙ, channels]. */
  Shape spatial(LayerScope scope, Shape x) {
    return spatial(scope, x, rank());
  }

  /**
   * The spatial axes of an input [batch, s₁, ..., sₙ, channels].
   *
   * @throws ShapeException if it has another rank or no fixed number of channels
   */
  static Shape spatial(LayerScope scope, Shape x, int rank) {
    if (x.rank() != rank + 2 || !x.last().isFixed()) {
      throw new ShapeException(
          scope.path(),
          "an input " + form(rank),
          x + "; put a layer reshape with %d sizes before it".formatted(rank + 1));
    }
    return x.slice(1, rank + 1);
  }

  private static String form(int rank) {
    return switch (rank) {
      case 1 -> "[batch, time, channels]";
      case 2 -> "[batch, height, width, channels]";
      default -> "[batch, depth, height, width, channels]";
    };
  }

  /** The sizes of a kernel's variable. */
  int[] kernel(int in, int out) {
    return IntStream.concat(sizes.stream().mapToInt(Integer::intValue), IntStream.of(in, out))
        .toArray();
  }
}
