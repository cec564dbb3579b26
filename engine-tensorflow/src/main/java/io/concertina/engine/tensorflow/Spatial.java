package io.concertina.engine.tensorflow;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A window on images of known sizes, in the terms of TensorFlow's operations. */
final class Spatial {

  static final String SAME = "SAME";
  static final String VALID = "VALID";
  static final String EXPLICIT = "EXPLICIT";

  private final Window window;
  private final Shape image;
  private final GraphWriter writer;

  Spatial(Window window, Shape image, GraphWriter writer) {
    this.window = window;
    this.image = image;
    this.writer = writer;
  }

  Window window() {
    return window;
  }

  /** The image [batch, sizes..., channels]. */
  Shape image() {
    return image;
  }

  boolean isPlane() {
    return window.axes() == 2;
  }

  boolean isDilated() {
    return window.dilations().stream().anyMatch(dilation -> dilation > 1);
  }

  boolean isPadded() {
    return !window.withPadding(zeros(), zeros()).equals(window);
  }

  private List<Integer> zeros() {
    return window.sizes().stream().map(_ -> 0).toList();
  }

  /** True if the padding is what TensorFlow makes by itself. */
  boolean isSame() {
    return window.same(image.slice(1, image.rank() - 1)).equals(window);
  }

  /** One number per axis of the image, 1 for batch and channels. */
  static List<Long> perAxis(List<Integer> numbers) {
    List<Long> all = new ArrayList<>();
    all.add(1L);
    numbers.forEach(number -> all.add((long) number));
    all.add(1L);
    return all;
  }

  List<Long> strides() {
    return perAxis(window.strides());
  }

  List<Long> sizes() {
    return perAxis(window.sizes());
  }

  /** The padding before and behind each axis of the image. */
  List<Long> padding() {
    List<Long> both = new ArrayList<>(List.of(0L, 0L));
    for (int axis = 0; axis < window.axes(); axis++) {
      both.add((long) window.before().get(axis));
      both.add((long) window.after().get(axis));
    }
    both.addAll(List.of(0L, 0L));
    return both;
  }

  /** Sizes of the image with its padding. */
  Shape paddedImage() {
    Shape padded = image;
    for (int axis = 0; axis < window.axes(); axis++) {
      int size = image.dim(axis + 1).size();
      int all = size + window.before().get(axis) + window.after().get(axis);
      padded = padded.with(axis + 1, Dim.of(all));
    }
    return padded;
  }

  /** The image with its padding. */
  Operand<TFloat32> padded(Operand<TFloat32> x, float filler) {
    if (!isPadded()) {
      return x;
    }
    int[] both = padding().stream().mapToInt(Long::intValue).toArray();
    Operand<TInt32> sides =
        GraphWriter.i32(writer.constant(Tensor.of(Shape.of(both.length / 2, 2), both)));
    return writer.ops().pad(x, sides, GraphWriter.f32(writer.constant(Tensor.scalar(filler))));
  }

  /** The part of a padded image that is no padding. */
  Operand<TFloat32> unpadded(Operand<TFloat32> x) {
    return unpadded(x, image.last().size());
  }

  /** The part of a padded image of some channels that is no padding. */
  Operand<TFloat32> unpadded(Operand<TFloat32> x, int channels) {
    if (!isPadded()) {
      return x;
    }
    int[] starts = new int[image.rank()];
    for (int axis = 0; axis < window.axes(); axis++) {
      starts[axis + 1] = window.before().get(axis);
    }
    int[] sizes = image.with(-1, Dim.of(channels)).sizes();
    return writer.ops().slice(x, writer.ints(starts), writer.ints(sizes));
  }

  /** How many elements of the image are under the window at each position, as [1, ..., 1]. */
  Tensor held() {
    int[] positions =
        IntStream.range(0, window.axes())
            .map(axis -> window.positions(axis, image.dim(axis + 1).size()))
            .toArray();
    int[] sizes = new int[positions.length + 2];
    sizes[0] = 1;
    sizes[sizes.length - 1] = 1;
    System.arraycopy(positions, 0, sizes, 1, positions.length);
    Shape shape = Shape.of(sizes);
    float[] counts = new float[shape.size()];
    for (int i = 0; i < counts.length; i++) {
      int rest = i;
      int count = 1;
      for (int axis = positions.length - 1; axis >= 0; axis--) {
        count *= held(axis, rest % positions[axis]);
        rest /= positions[axis];
      }
      counts[i] = count;
    }
    return Tensor.of(shape, counts);
  }

  private int held(int axis, int position) {
    int first = position * window.strides().get(axis) - window.before().get(axis);
    int size = image.dim(axis + 1).size();
    return (int)
        IntStream.range(0, window.sizes().get(axis))
            .map(tap -> first + tap * window.dilations().get(axis))
            .filter(place -> place >= 0 && place < size)
            .count();
  }

  /** Every how many elements of which box of the padded image a tap meets. */
  private record Box(int[] from, int[] to, int[] steps) {}

  private Box box(int tap) {
    int rank = image.rank();
    int[] from = new int[rank];
    int[] to = image.sizes();
    int[] steps = IntStream.range(0, rank).map(_ -> 1).toArray();
    int rest = tap;
    for (int axis = window.axes() - 1; axis >= 0; axis--) {
      int stride = window.strides().get(axis);
      int positions = window.positions(axis, image.dim(axis + 1).size());
      from[axis + 1] = rest % window.sizes().get(axis) * window.dilations().get(axis);
      to[axis + 1] = from[axis + 1] + (positions - 1) * stride + 1;
      steps[axis + 1] = stride;
      rest /= window.sizes().get(axis);
    }
    return new Box(from, to, steps);
  }

  /** What a tap meets at all positions. */
  Operand<TFloat32> met(Operand<TFloat32> padded, int tap) {
    Box box = box(tap);
    return writer
        .ops()
        .stridedSlice(
            padded, writer.ints(box.from()), writer.ints(box.to()), writer.ints(box.steps()));
  }

  /** A padded image that has numbers where a tap meets it and is 0 elsewhere. */
  Operand<TFloat32> placed(Operand<TFloat32> y, int tap) {
    Box box = box(tap);
    return writer
        .ops()
        .stridedSliceGrad(
            writer.ints(paddedImage().sizes()),
            writer.ints(box.from()),
            writer.ints(box.to()),
            writer.ints(box.steps()),
            y);
  }

  /** The kernel with zeros between its taps. */
  Operand<TFloat32> spreadOut(Operand<TFloat32> kernel, int channels, int filters) {
    int[] sizes = spreadOut(channels, filters);
    return writer
        .ops()
        .stridedSliceGrad(
            writer.ints(sizes),
            writer.ints(new int[sizes.length]),
            writer.ints(sizes),
            writer.ints(dilations()),
            kernel);
  }

  /** The taps of a kernel with zeros, or something else, between them. */
  Operand<TFloat32> drawnTogether(Operand<TFloat32> kernel, int channels, int filters) {
    int[] sizes = spreadOut(channels, filters);
    return writer
        .ops()
        .stridedSlice(
            kernel,
            writer.ints(new int[sizes.length]),
            writer.ints(sizes),
            writer.ints(dilations()));
  }

  /** Sizes of a kernel with zeros between its taps. */
  int[] spreadOut(int channels, int filters) {
    int[] sizes = new int[window.axes() + 2];
    for (int axis = 0; axis < window.axes(); axis++) {
      sizes[axis] = window.extent(axis);
    }
    sizes[window.axes()] = channels;
    sizes[window.axes() + 1] = filters;
    return sizes;
  }

  private int[] dilations() {
    return IntStream.range(0, window.axes() + 2)
        .map(axis -> axis < window.axes() ? window.dilations().get(axis) : 1)
        .toArray();
  }
}
