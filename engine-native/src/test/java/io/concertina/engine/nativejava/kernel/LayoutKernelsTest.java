package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutKernelsTest {

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void transposeSwapsRowsAndColumns(String width) {
    LayoutKernels kernels = KernelProvider.choose(width).layouts();
    for (int rows : Samples.FEW_SIZES) {
      for (int columns : Samples.FEW_SIZES) {
        int xStride = columns + 3;
        int yStride = rows + 1;
        float[] x = Samples.tame(2 + rows * xStride, rows);
        float[] y = new float[5 + columns * yStride];
        kernels.transpose(rows, columns, x, 2, xStride, y, 5, yStride);
        float[] expected = new float[y.length];
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            expected[5 + c * yStride + r] = x[2 + r * xStride + c];
          }
        }
        assertThat(y).describedAs("%d x %d", rows, columns).containsExactly(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void gatherTakesSlicesAndClampsPositions(String width) {
    LayoutKernels kernels = KernelProvider.choose(width).layouts();
    float[] x = {0, 1, 10, 11, 20, 21, /* */ 100, 101, 110, 111, 120, 121};
    int[] positions = {2, 0, 9, -1};
    float[] y = new float[16];
    kernels.gather(1, 2, 3, 2, 4, x, 0, positions, 0, y, 0);
    assertThat(y)
        .containsExactly(20, 21, 0, 1, 20, 21, 0, 1, 120, 121, 100, 101, 120, 121, 100, 101);
    int[] integers = new int[4];
    kernels.gather(2, 1, 3, 1, 2, new int[] {1, 2, 3, 4, 5, 6}, 0, positions, 0, integers, 0);
    assertThat(integers).containsExactly(3, 1, 6, 4);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void scatterAddsUpEqualPositions(String width) {
    LayoutKernels kernels = KernelProvider.choose(width).layouts();
    float[] y = {1, 1, 1, 1, 1, 1};
    float[] updates = {1, 2, 3, 4, 5, 6};
    kernels.scatterAdd(1, 1, 3, 2, 3, updates, 0, new int[] {2, 0, 2}, 0, y, 0);
    assertThat(y).containsExactly(4, 5, 1, 1, 7, 9);
  }

  @Test
  void aStridedCopyBroadcastsSlicesReversesAndPermutes() {
    float[] x = {0, 1, 2, 3, 4, 5};
    float[] permuted = new float[6];
    StridedCopy.copy(new int[] {3, 2}, x, 0, new int[] {1, 3}, permuted, 0, new int[] {2, 1});
    assertThat(permuted).containsExactly(0, 3, 1, 4, 2, 5);
    float[] broadcast = new float[6];
    StridedCopy.copy(new int[] {2, 3}, x, 4, new int[] {1, 0}, broadcast, 0, new int[] {3, 1});
    assertThat(broadcast).containsExactly(4, 4, 4, 5, 5, 5);
    float[] reversed = new float[3];
    StridedCopy.copy(new int[] {3}, x, 5, new int[] {-2}, reversed, 0, new int[] {1});
    assertThat(reversed).containsExactly(5, 3, 1);
    int[] scalar = new int[1];
    StridedCopy.copy(new int[0], new int[] {7}, 0, new int[0], scalar, 0, new int[0]);
    assertThat(scalar).containsExactly(7);
  }
}
