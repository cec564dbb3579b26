package io.concertina.testkit.reference;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Meaning of convolution and pooling: every tap of the window at every position meets one element
 * of the image, or the padding.
 */
final class WindowedReference {

  private final Window window;
  private final Shape image;
  private final Shape other;

  /** For images and what is on the other side of the window, both with batch and channels. */
  private WindowedReference(Window window, Shape image, Shape other) {
    this.window = window;
    this.image = image;
    this.other = other;
  }

  static ReferenceTensor apply(Windowed op, List<ReferenceTensor> operands, Shape shape) {
    ReferenceTensor first = operands.getFirst();
    ReferenceTensor last = operands.getLast();
    Window window = op.window();
    return switch (op) {
      case Windowed.Conv conv ->
          new WindowedReference(window, first.shape(), shape).conv(conv.groups(), first, last);
      case Windowed.ConvInputGradient gradient ->
          new WindowedReference(window, shape, first.shape())
              .inputGradient(gradient.groups(), first, last);
      case Windowed.ConvKernelGradient gradient ->
          new WindowedReference(window, first.shape(), last.shape())
              .kernelGradient(gradient.groups(), first, last, shape);
      case Windowed.MaxPool _ ->
          new WindowedReference(window, first.shape(), shape).pick(first, first);
      case Windowed.MaxPoolPick _ ->
          new WindowedReference(window, first.shape(), shape).pick(first, last);
      case Windowed.MaxPoolGradient _ ->
          new WindowedReference(window, shape, last.shape()).unpick(first, last);
      case Windowed.AvgPool pool ->
          new WindowedReference(window, first.shape(), shape).mean(pool.countPadding(), first);
      case Windowed.AvgPoolGradient gradient ->
          new WindowedReference(window, shape, first.shape())
              .spread(gradient.countPadding(), first);
    };
  }

  /** What happens where a tap meets an element; all three are counted in row-major order. */
  @FunctionalInterface
  private interface Meeting {
    void at(int place, int position, int tap);
  }

  /** All meetings, position by position and for each in the order of the taps. */
  private void forEach(Meeting meeting) {
    Indices places = new Indices(image.slice(0, image.rank() - 1));
    Indices positions = new Indices(other.slice(0, other.rank() - 1));
    Indices taps = new Indices(new Shape(window.sizes().stream().map(Dim::of).toList()));
    int[][] offsets = IntStream.range(0, window.taps()).mapToObj(taps::at).toArray(int[][]::new);
    int count = other.slice(0, other.rank() - 1).size();
    for (int position = 0; position < count; position++) {
      int[] p = positions.at(position);
      for (int tap = 0; tap < offsets.length; tap++) {
        int[] q = place(p, offsets[tap]);
        if (places.contains(q)) {
          meeting.at(places.position(q), position, tap);
        }
      }
    }
  }

  private int[] place(int[] position, int... tap) {
    int[] place = position.clone();
    for (int axis = 0; axis < tap.length; axis++) {
      place[axis + 1] =
          position[axis + 1] * window.strides().get(axis)
              + tap[axis] * window.dilations().get(axis)
              - window.before().get(axis);
    }
    return place;
  }

  // --- convolution -----------------------------------------------------------------------------

  /** One product of an element of the image, of the kernel and of the other side. */
  @FunctionalInterface
  private interface Triple {
    void at(int x, int kernel, int y);
  }

  private void forEach(int groups, Triple triple) {
    int channels = image.last().size();
    int filters = other.last().size();
    int own = channels / groups;
    forEach(
        (place, position, tap) -> {
          for (int f = 0; f < filters; f++) {
            int group = f * groups / filters;
            for (int c = 0; c < own; c++) {
              triple.at(
                  place * channels + group * own + c,
                  (tap * own + c) * filters + f,
                  position * filters + f);
            }
          }
        });
  }

  private ReferenceTensor conv(int groups, ReferenceTensor x, ReferenceTensor kernel) {
    double[] y = new double[other.size()];
    double[] left = x.toDoubles();
    double[] right = kernel.toDoubles();
    forEach(groups, (i, k, j) -> y[j] += left[i] * right[k]);
    return ReferenceTensor.own(other, y);
  }

  private ReferenceTensor inputGradient(int groups, ReferenceTensor dy, ReferenceTensor kernel) {
    double[] dx = new double[image.size()];
    double[] left = dy.toDoubles();
    double[] right = kernel.toDoubles();
    forEach(groups, (i, k, j) -> dx[i] += left[j] * right[k]);
    return ReferenceTensor.own(image, dx);
  }

  private ReferenceTensor kernelGradient(
      int groups, ReferenceTensor x, ReferenceTensor dy, Shape kernel) {
    double[] dkernel = new double[kernel.size()];
    double[] left = x.toDoubles();
    double[] right = dy.toDoubles();
    forEach(groups, (i, k, j) -> dkernel[k] += left[i] * right[j]);
    return ReferenceTensor.own(kernel, dkernel);
  }

  // --- pooling ---------------------------------------------------------------------------------

  /** Where the first of the largest elements is, for every element of the other side. */
  private int[] largest(ReferenceTensor x) {
    int channels = image.last().size();
    int[] found = new int[other.size()];
    Arrays.fill(found, -1);
    forEach(
        (place, position, _) -> {
          for (int c = 0; c < channels; c++) {
            int at = position * channels + c;
            int here = place * channels + c;
            if (found[at] < 0 || beats(x.doubleAt(here), x.doubleAt(found[at]))) {
              found[at] = here;
            }
          }
        });
    return found;
  }

  private static boolean beats(double number, double best) {
    return number > best || (Double.isNaN(number) && !Double.isNaN(best));
  }

  private ReferenceTensor pick(ReferenceTensor x, ReferenceTensor v) {
    return ReferenceTensor.own(other, Arrays.stream(largest(x)).mapToDouble(v::doubleAt).toArray());
  }

  private ReferenceTensor unpick(ReferenceTensor x, ReferenceTensor dy) {
    int[] largest = largest(x);
    double[] dx = new double[image.size()];
    for (int i = 0; i < largest.length; i++) {
      dx[largest[i]] += dy.doubleAt(i);
    }
    return ReferenceTensor.own(image, dx);
  }

  private ReferenceTensor mean(boolean countPadding, ReferenceTensor x) {
    int channels = image.last().size();
    List<Integer> counts = counts(countPadding);
    double[] y = new double[other.size()];
    forEach(
        (place, position, _) -> {
          for (int c = 0; c < channels; c++) {
            y[position * channels + c] += x.doubleAt(place * channels + c);
          }
        });
    for (int i = 0; i < y.length; i++) {
      y[i] /= counts.get(i / channels);
    }
    return ReferenceTensor.own(other, y);
  }

  private ReferenceTensor spread(boolean countPadding, ReferenceTensor dy) {
    int channels = image.last().size();
    List<Integer> counts = counts(countPadding);
    double[] dx = new double[image.size()];
    forEach(
        (place, position, _) -> {
          for (int c = 0; c < channels; c++) {
            dx[place * channels + c] += dy.doubleAt(position * channels + c) / counts.get(position);
          }
        });
    return ReferenceTensor.own(image, dx);
  }

  /** What the sum at each position is divided by. */
  private List<Integer> counts(boolean countPadding) {
    int positions = other.slice(0, other.rank() - 1).size();
    int[] counts = new int[positions];
    forEach((_, position, _) -> counts[position]++);
    List<Integer> result = new ArrayList<>(positions);
    for (int count : counts) {
      result.add(countPadding ? window.taps() : count);
    }
    return result;
  }
}
