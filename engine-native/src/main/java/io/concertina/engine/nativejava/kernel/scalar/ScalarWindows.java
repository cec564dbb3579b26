package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.WindowKernels;
import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.kernel.WindowShape.Axis;
import java.util.Arrays;

/** Pooling, one position or place after the other. */
final class ScalarWindows implements WindowKernels {

  private final ThreadLocal<Largest> largest = ThreadLocal.withInitial(Largest::new);

  @Override
  public void maxPool(
      WindowShape s, int fromPosition, int toPosition, float[] x, int xAt, float[] y, int yAt) {
    int channels = s.channels();
    for (int p = fromPosition; p < toPosition; p++) {
      int to = yAt + p * channels;
      Arrays.fill(y, to, to + channels, Float.NEGATIVE_INFINITY);
      for (int tap = 0; tap < s.taps(); tap++) {
        int place = place(s, p, tap);
        if (place >= 0) {
          max(channels, x, xAt + place * channels, y, to);
        }
      }
    }
  }

  /** y[i] = max(x[i], y[i]). */
  private static void max(int count, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] = Math.max(y[yAt + i], x[xAt + i]);
    }
  }

  @Override
  public void maxPoolGradient(
      WindowShape s,
      int fromImage,
      int toImage,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt) {
    int channels = s.channels();
    Largest largest = this.largest.get();
    int size = s.places() * channels;
    Arrays.fill(dx, dxAt + fromImage * size, dxAt + toImage * size, 0);
    for (int p = fromImage * s.positions(); p < toImage * s.positions(); p++) {
      int[] found = largest.find(s, p, x, xAt);
      for (int c = 0; c < channels; c++) {
        dx[dxAt + found[c]] += dy[dyAt + p * channels + c];
      }
    }
  }

  @Override
  public void maxPoolPick(
      WindowShape s,
      int fromPosition,
      int toPosition,
      float[] x,
      int xAt,
      float[] v,
      int vAt,
      float[] y,
      int yAt) {
    int channels = s.channels();
    Largest largest = this.largest.get();
    for (int p = fromPosition; p < toPosition; p++) {
      int[] found = largest.find(s, p, x, xAt);
      for (int c = 0; c < channels; c++) {
        y[yAt + p * channels + c] = v[vAt + found[c]];
      }
    }
  }

  /** Where the largest numbers under a window are. Not for use by several threads at once. */
  private static final class Largest {

    private float[] best = {};
    private int[] found = {};

    /** The position in x of the first of the largest, per channel; NaN beats every number. */
    int[] find(WindowShape s, int position, float[] x, int xAt) {
      int channels = s.channels();
      if (found.length < channels) {
        found = new int[channels];
        best = new float[channels];
      }
      boolean first = true;
      for (int tap = 0; tap < s.taps(); tap++) {
        int place = place(s, position, tap);
        if (place >= 0) {
          take(first, channels, x, xAt, place * channels);
          first = false;
        }
      }
      return found;
    }

    private void take(boolean first, int channels, float[] x, int xAt, int from) {
      for (int c = 0; c < channels; c++) {
        float number = x[xAt + from + c];
        if (first || number > best[c] || (Float.isNaN(number) && !Float.isNaN(best[c]))) {
          best[c] = number;
          found[c] = from + c;
        }
      }
    }
  }

  @Override
  public void avgPool(
      WindowShape s,
      boolean countPadding,
      int fromPosition,
      int toPosition,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    for (int p = fromPosition; p < toPosition; p++) {
      int to = yAt + p * s.channels();
      Arrays.fill(y, to, to + s.channels(), 0);
      for (int tap = 0; tap < s.taps(); tap++) {
        int place = place(s, p, tap);
        for (int c = 0; c < s.channels() && place >= 0; c++) {
          y[to + c] += x[xAt + place * s.channels() + c];
        }
      }
      float count = count(s, countPadding, p);
      for (int c = 0; c < s.channels(); c++) {
        y[to + c] /= count;
      }
    }
  }

  @Override
  public void avgPoolGradient(
      WindowShape s,
      boolean countPadding,
      int fromPlace,
      int toPlace,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt) {
    for (int place = fromPlace; place < toPlace; place++) {
      int to = dxAt + place * s.channels();
      Arrays.fill(dx, to, to + s.channels(), 0);
      for (int tap = 0; tap < s.taps(); tap++) {
        int position = position(s, place, tap);
        if (position >= 0) {
          float count = count(s, countPadding, position);
          for (int c = 0; c < s.channels(); c++) {
            dx[to + c] += dy[dyAt + position * s.channels() + c] / count;
          }
        }
      }
    }
  }

  private static int count(WindowShape s, boolean countPadding, int position) {
    if (countPadding) {
      return s.taps();
    }
    int line = position / s.width().positions();
    return s.width().held(position % s.width().positions())
        * s.height().held(line % s.height().positions())
        * s.depth().held(line / s.height().positions() % s.depth().positions());
  }

  // --- places and positions --------------------------------------------------------------------

  /** The place under a tap at a position, both counted through the batch; -1 in the padding. */
  private static int place(WindowShape s, int position, int tap) {
    Axis depth = s.depth();
    Axis height = s.height();
    Axis width = s.width();
    int w = width.place(position % width.positions(), tap % width.taps());
    int line = position / width.positions();
    int tapLine = tap / width.taps();
    int h = height.place(line % height.positions(), tapLine % height.taps());
    int plane = line / height.positions();
    int d = depth.place(plane % depth.positions(), tapLine / height.taps());
    if (!width.holds(w) || !height.holds(h) || !depth.holds(d)) {
      return -1;
    }
    int image = plane / depth.positions();
    return ((image * depth.places() + d) * height.places() + h) * width.places() + w;
  }

  /** The position whose tap is over a place, both counted through the batch; -1 if none is. */
  private static int position(WindowShape s, int place, int tap) {
    Axis depth = s.depth();
    Axis height = s.height();
    Axis width = s.width();
    int w = width.position(place % width.places(), tap % width.taps());
    int line = place / width.places();
    int tapLine = tap / width.taps();
    int h = height.position(line % height.places(), tapLine % height.taps());
    int plane = line / height.places();
    int d = depth.position(plane % depth.places(), tapLine / height.taps());
    if (w < 0 || h < 0 || d < 0) {
      return -1;
    }
    int image = plane / depth.places();
    return ((image * depth.positions() + d) * height.positions() + h) * width.positions() + w;
  }
}
