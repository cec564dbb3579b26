package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.WindowKernels;
import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.kernel.WindowShape.Axis;
import java.util.Arrays;

/** Pooling, one position or place after the other. */
final class ScalarWindows implements WindowKernels {

  @Override
  public void maxPool(
      WindowShape s, int fromPosition, int toPosition, float[] x, int xAt, float[] y, int yAt) {
    maxPoolPick(s, fromPosition, toPosition, x, xAt, x, xAt, y, yAt);
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
    int size = s.places() * s.channels();
    Arrays.fill(dx, dxAt + fromImage * size, dxAt + toImage * size, 0);
    for (int p = fromImage * s.positions(); p < toImage * s.positions(); p++) {
      for (int c = 0; c < s.channels(); c++) {
        int to = dxAt + largest(s, p, c, x, xAt) * s.channels() + c;
        dx[to] += dy[dyAt + p * s.channels() + c];
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
    for (int p = fromPosition; p < toPosition; p++) {
      for (int c = 0; c < s.channels(); c++) {
        int from = vAt + largest(s, p, c, x, xAt) * s.channels() + c;
        y[yAt + p * s.channels() + c] = v[from];
      }
    }
  }

  /** The place of the first of the largest numbers under the window; NaN beats every number. */
  private static int largest(WindowShape s, int position, int channel, float[] x, int xAt) {
    int found = -1;
    float best = 0;
    for (int tap = 0; tap < s.taps(); tap++) {
      int place = place(s, position, tap);
      if (place >= 0) {
        float number = x[xAt + place * s.channels() + channel];
        if (found < 0 || number > best || (number != number && best == best)) {
          found = place;
          best = number;
        }
      }
    }
    return found;
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
