package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.nativejava.kernel.WindowShape.Axis;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every width gives the bits of plain Java, whatever the ranges of the calls. */
class WindowKernelsTest {

  private static final int BATCH = 3;
  private static final int AT = 5;

  /** Axes of an odd size with stride, dilation and padding that differs by side. */
  private static final List<WindowShape> SHAPES =
      List.of(
          shape(new Axis(9, 5, 3, 2, 1, 1), new Axis(8, 7, 2, 1, 1, 0), 1, 17, 1),
          shape(new Axis(7, 4, 2, 2, 1, 0), new Axis(9, 9, 3, 1, 2, 2), 6, 9, 3),
          shape(Axis.UNIT, new Axis(31, 15, 3, 2, 1, 0), 8, 8, 8),
          shape(new Axis(5, 5, 3, 1, 1, 1), new Axis(4, 4, 3, 1, 1, 1), 33, 3, 1));

  private static WindowShape shape(Axis height, Axis width, int channels, int filters, int groups) {
    return new WindowShape(Axis.UNIT, height, width, channels, filters, groups);
  }

  /** The same window over each channel by itself. */
  private static WindowShape pool(WindowShape s) {
    return new WindowShape(
        s.depth(), s.height(), s.width(), s.channels(), s.channels(), s.channels());
  }

  /** A call for a range of what the kernel counts; writes to y from {@link #AT} on. */
  @FunctionalInterface
  private interface Call {
    void run(WindowKernels kernels, int from, int to, float[] y);
  }

  private static void assertSameBits(String width, int count, int size, Call call) {
    float[] expected = new float[AT + size];
    call.run(KernelProvider.choose("scalar").windows(), 0, count, expected);
    WindowKernels kernels = KernelProvider.choose(width).windows();
    for (int step : new int[] {count, 1, 7}) {
      float[] y = new float[AT + size];
      for (int from = 0; from < count; from += step) {
        call.run(kernels, from, Math.min(count, from + step), y);
      }
      assertThat(y).as("in steps of %d", step).containsExactly(expected);
    }
  }

  private static float[] numbers(int size, int seed) {
    return Samples.tame(AT + size, seed);
  }

  private static float[] image(WindowShape s, int seed) {
    return numbers(BATCH * s.places() * s.channels(), seed);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void poolsHaveOneOrderOfSummation(String width) {
    for (WindowShape each : SHAPES) {
      WindowShape s = pool(each);
      float[] x = image(s, 4);
      float[] dy = numbers(BATCH * s.positions() * s.channels(), 5);
      int positions = BATCH * s.positions();
      int places = BATCH * s.places();
      int size = positions * s.channels();
      assertSameBits(width, positions, size, (k, f, t, y) -> k.maxPool(s, f, t, x, AT, y, AT));
      assertSameBits(
          width, positions, size, (k, f, t, y) -> k.maxPoolPick(s, f, t, x, AT, x, AT, y, AT));
      assertSameBits(
          width,
          BATCH,
          places * s.channels(),
          (k, f, t, y) -> k.maxPoolGradient(s, f, t, x, AT, dy, AT, y, AT));
      for (boolean count : new boolean[] {false, true}) {
        assertSameBits(
            width, positions, size, (k, f, t, y) -> k.avgPool(s, count, f, t, x, AT, y, AT));
        assertSameBits(
            width,
            places,
            places * s.channels(),
            (k, f, t, y) -> k.avgPoolGradient(s, count, f, t, dy, AT, y, AT));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void nanIsTheLargestNumberOfItsWindow(String width) {
    WindowKernels kernels = KernelProvider.choose(width).windows();
    WindowShape s = pool(shape(Axis.UNIT, new Axis(4, 3, 2, 1, 1, 0), 1, 1, 1));
    float[] x = {1, Float.NaN, 3, 2};
    float[] y = new float[3];
    kernels.maxPool(s, 0, 3, x, 0, y, 0);
    assertThat(y).containsExactly(Float.NaN, Float.NaN, 3);
    kernels.maxPoolPick(s, 0, 3, x, 0, new float[] {7, 8, 9, 10}, 0, y, 0);
    assertThat(y).containsExactly(8, 8, 9);
    float[] dx = new float[4];
    kernels.maxPoolGradient(s, 0, 1, x, 0, new float[] {1, 10, 100}, 0, dx, 0);
    assertThat(dx).containsExactly(0, 11, 100, 0);
  }

  @Test
  void anAxisKnowsWhichTapsMeetWhichPlaces() {
    Axis axis = new Axis(9, 5, 3, 2, 1, 1);
    assertThat(axis.place(0, 0)).isEqualTo(-1);
    assertThat(axis.held(0)).isEqualTo(2);
    assertThat(axis.held(1)).isEqualTo(3);
    assertThat(axis.position(3, 0)).isEqualTo(2);
    assertThat(axis.position(3, 1)).isEqualTo(-1);
    assertThat(axis.position(8, 2)).isEqualTo(-1);
    assertThat(Arrays.stream(new int[] {0, 1, 2}).map(tap -> axis.position(0, tap)))
        .containsExactly(-1, 0, -1);
  }
}
