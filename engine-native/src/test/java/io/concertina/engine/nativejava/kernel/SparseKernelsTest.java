package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.BreakEven;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Density;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import io.concertina.engine.nativejava.kernel.sparse.SparseMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products without zeros against the dense product of the same matrix, bit by bit. */
class SparseKernelsTest {

  private static final int[] SIZES = {1, 3, 7, 16, 17, 33, 64, 257};

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void blocksGiveTheBitsOfTheDenseProduct(String width) {
    SparseKernels kernels = KernelProvider.choose(width).sparse();
    int lanes = kernels.lanes();
    for (int k : SIZES) {
      for (int n : SIZES) {
        float[] b = scattered(k, n, lanes, 0.7);
        Blocks blocks = Blocks.of(Density.of(k, n, lanes, b, 0), b, 0);
        float[] a = Samples.tame(k, n);
        float[] c = Samples.tame(n, 1);
        kernels.row(blocks, a, 0, c, 0);
        assertThat(c).as("1 x %d x %d", n, k).containsExactly(dense(1, n, k, a, b));
        for (int rows : new int[] {lanes, 2 * lanes, 4 * lanes}) {
          assertStrip(
              rows,
              b,
              n,
              blocks.panels() * lanes,
              (left, product) -> kernels.strip(blocks, rows, left, product));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void slicesGiveTheBitsOfTheDenseProduct(String width) {
    SparseKernels kernels = KernelProvider.choose(width).sparse();
    int lanes = kernels.lanes();
    for (int k : SIZES) {
      for (int n : SIZES) {
        float[] b = scattered(k, n, 1, 0.8);
        Columns columns = Columns.of(Density.of(k, n, lanes, b, 0), b, 0);
        Slices slices = Slices.of(columns, lanes);
        float[] a = Samples.tame(k, n);
        float[] c = Samples.tame(n, 1);
        kernels.row(slices, a, 0, c, 0);
        assertThat(c).as("1 x %d x %d", n, k).containsExactly(dense(1, n, k, a, b));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void columnsGiveTheBitsOfTheDenseProduct(String width) {
    SparseKernels kernels = KernelProvider.choose(width).sparse();
    int lanes = kernels.lanes();
    for (int k : SIZES) {
      for (int n : SIZES) {
        float[] b = scattered(k, n, 1, 0.8);
        Columns columns = Columns.of(Density.of(k, n, lanes, b, 0), b, 0);
        for (int rows : new int[] {lanes, 2 * lanes, 4 * lanes}) {
          assertStrip(
              rows, b, n, n, (left, product) -> kernels.strip(columns, rows, left, product));
        }
      }
    }
  }

  @FunctionalInterface
  private interface StripProduct {
    void run(MemorySegment left, float[] product);
  }

  /** The product of a strip of random rows against the dense one. */
  private static void assertStrip(int rows, float[] b, int n, int padded, StripProduct product) {
    int k = b.length / n;
    float[] a = Samples.tame(rows * k, n);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment left = arena.allocate(4L * rows * k, 64);
      MemorySegment.copy(transposed(rows, k, a), 0, left, ValueLayout.JAVA_FLOAT, 0, rows * k);
      float[] c = Samples.tame(padded * rows, 1);
      product.run(left, c);
      assertThat(transposed(n, rows, Arrays.copyOf(c, n * rows)))
          .as("%d x %d x %d", rows, n, k)
          .containsExactly(dense(rows, n, k, a, b));
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void aMatrixOfZerosGivesZerosInEveryForm(String width) {
    SparseKernels kernels = KernelProvider.choose(width).sparse();
    int lanes = kernels.lanes();
    float[] zeros = new float[40 * 24];
    Density density = Density.of(40, 24, lanes, zeros, 0);
    Columns columns = Columns.of(density, zeros, 0);
    Blocks blocks = Blocks.of(density, zeros, 0);
    float[] a = Samples.tame(40, 2);
    float[] c = Samples.tame(24, 1);
    kernels.row(blocks, a, 0, c, 0);
    assertThat(c).containsOnly(0);
    float[] d = Samples.tame(24, 1);
    kernels.row(Slices.of(columns, lanes), a, 0, d, 0);
    assertThat(d).containsOnly(0);
    assertStrip(
        lanes, zeros, 24, 32, (left, product) -> kernels.strip(blocks, lanes, left, product));
    assertStrip(
        lanes, zeros, 24, 24, (left, product) -> kernels.strip(columns, lanes, left, product));
  }

  @Test
  void theFormFollowsTheZeros() {
    assertThat(form(1, 1, 0.9)).isInstanceOf(Slices.class);
    assertThat(form(256, 1, 0.9)).isInstanceOf(Columns.class);
    assertThat(form(1, 16, 0.8)).isInstanceOf(Blocks.class);
    assertThat(form(256, 16, 0.8)).isInstanceOf(Blocks.class);
  }

  @Test
  void aMatrixWithFewZerosStaysDense() {
    float[] b = scattered(128, 128, 1, 0.3);
    assertThat(Density.of(128, 128, 16, b, 0).compress(256, BreakEven.MEASURED, b, 0)).isEmpty();
  }

  private static SparseMatrix form(int rows, int block, double zeros) {
    float[] b = scattered(128, 128, block, zeros);
    return Density.of(128, 128, 16, b, 0).compress(rows, BreakEven.MEASURED, b, 0).orElseThrow();
  }

  /** A matrix with a share of zeros that come in blocks; its second row is empty. */
  private static float[] scattered(int k, int n, int block, double zeros) {
    Random random = new Random(k * 1000L + n);
    float[] b = Samples.tame(k * n, 3);
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j += block) {
        if (p == 1 || random.nextDouble() < zeros) {
          for (int i = j; i < Math.min(n, j + block); i++) {
            b[p * n + i] = 0;
          }
        }
      }
    }
    return b;
  }

  private static float[] dense(int m, int n, int k, float[] a, float[] b) {
    float[] c = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[i * k + p], b[p * n + j], sum);
        }
        c[i * n + j] = sum;
      }
    }
    return c;
  }

  private static float[] transposed(int rows, int columns, float[] x) {
    float[] y = new float[x.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        y[c * rows + r] = x[r * columns + c];
      }
    }
    return y;
  }
}
