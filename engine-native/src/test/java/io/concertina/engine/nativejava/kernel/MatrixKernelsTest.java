package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixKernelsTest {

  private static final int[][] SHAPES = {
    {1, 1, 1},
    {1, 10, 7},
    {2, 16, 5},
    {3, 17, 9},
    {5, 31, 33},
    {7, 64, 1},
    {6, 65, 20},
    {13, 96, 8},
    {31, 130, 17},
    {50, 40, 12}
  };

  /** One product with odd strides and offsets. */
  private record Case(
      int m, int n, int k, boolean transposeLeft, boolean transposeRight, boolean accumulate) {

    int aStride() {
      return (transposeLeft ? m : k) + 3;
    }

    int bStride() {
      return (transposeRight ? k : n) + 5;
    }

    int cStride() {
      return n + 2;
    }

    float[] a() {
      return Samples.tame(2 + (transposeLeft ? k : m) * aStride(), 1);
    }

    float[] b() {
      return Samples.tame(3 + (transposeRight ? n : k) * bStride(), 2);
    }

    float[] c() {
      return Samples.tame(1 + m * cStride(), 3);
    }

    Matrix left() {
      return new Matrix(a(), 2, aStride(), transposeLeft);
    }

    Matrix right() {
      return new Matrix(b(), 3, bStride(), transposeRight);
    }

    /** C after the product, computed at a width in calls of so many rows and panels. */
    float[] compute(String width, int rowsPerCall, int panelsPerCall) {
      MatrixKernels kernels = KernelProvider.choose(width).matrices();
      float[] c = c();
      int columns = panelsPerCall * kernels.panelColumns();
      float[] packed = new float[kernels.packedSize(k, Math.min(n, columns))];
      Arrays.fill(packed, Float.NaN);
      Product product =
          kernels.product(
              accumulate,
              k,
              left(),
              new Product.Packed(packed, columns),
              new Product.Target(c, 1, cStride()));
      for (int j = 0; j < n; j += columns) {
        int end = Math.min(n, j + columns);
        kernels.pack(right(), k, j, end, packed);
        for (int i = 0; i < m; i += rowsPerCall) {
          product.run(i, Math.min(m, i + rowsPerCall), j, end, Product.Epilogue.NONE);
        }
      }
      return c;
    }

    /** C after the product straight from B. */
    float[] computeUnpacked(String width) {
      float[] c = c();
      KernelProvider.choose(width)
          .matrices()
          .product(accumulate, k, left(), right(), new Product.Target(c, 1, cStride()))
          .run(0, m, 0, n, Product.Epilogue.NONE);
      return c;
    }

    /** C after the product, one fused multiply-add at a time. */
    float[] expected() {
      float[] a = a();
      float[] b = b();
      float[] c = c();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int at = 1 + i * cStride() + j;
          float sum = accumulate ? c[at] : 0;
          for (int p = 0; p < k; p++) {
            float x = a[2 + (transposeLeft ? p * aStride() + i : i * aStride() + p)];
            float y = b[3 + (transposeRight ? j * bStride() + p : p * bStride() + j)];
            sum = Math.fma(x, y, sum);
          }
          c[at] = sum;
        }
      }
      return c;
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void everyElementIsOneChainOfFusedMultiplyAdds(String width) {
    for (int[] shape : SHAPES) {
      for (int form = 0; form < 8; form++) {
        Case product =
            new Case(
                shape[0], shape[1], shape[2], (form & 1) != 0, (form & 2) != 0, (form & 4) != 0);
        assertThat(product.compute(width, product.m(), 100))
            .describedAs("%s", product)
            .containsExactly(product.expected());
        if (!product.transposeRight()) {
          assertThat(product.computeUnpacked(width))
              .describedAs("%s, unpacked", product)
              .containsExactly(product.expected());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void columnsOfAThatShareCacheSetsGiveTheSameBits(String width) {
    MatrixKernels kernels = KernelProvider.choose(width).matrices();
    int m = 128;
    int n = 100;
    int k = 70;
    float[] a = Samples.tame(k * m, 1);
    float[] b = Samples.tame(k * n, 2);
    float[] packed = new float[kernels.packedSize(k, n)];
    kernels.pack(new Matrix(b, 0, n), k, 0, n, packed);
    float[] c = new float[m * n];
    kernels
        .product(
            false,
            k,
            new Matrix(a, 0, m, true),
            new Product.Packed(packed, n),
            new Product.Target(c, 0, n))
        .run(3, m, 0, n, Product.Epilogue.NONE);
    float[] expected = new float[m * n];
    for (int i = 3; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) {
          expected[i * n + j] = Math.fma(a[p * m + i], b[p * n + j], expected[i * n + j]);
        }
      }
    }
    assertThat(c).containsExactly(expected);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void theSplitIntoCallsDoesNotChangeABit(String width) {
    Case product = new Case(29, 150, 40, false, true, false);
    for (int rows : new int[] {1, 2, 5, 13}) {
      assertThat(product.compute(width, rows, 1))
          .describedAs("%d rows per call", rows)
          .containsExactly(product.expected());
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void aLongSharedAxisIsStillOneChain(String width) {
    Case product = new Case(3, 20, 2500, false, false, false);
    assertThat(product.compute(width, 3, 1)).containsExactly(product.expected());
    Case transposed = new Case(4, 9, 1030, true, true, true);
    assertThat(transposed.compute(width, 4, 1)).containsExactly(transposed.expected());
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void aProductOverNothingIsZero(String width) {
    Case product = new Case(3, 5, 0, false, false, false);
    assertThat(product.compute(width, 3, 1)).containsExactly(product.expected());
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void theEpilogueSeesEveryFinishedElementOnce(String width) {
    MatrixKernels kernels = KernelProvider.choose(width).matrices();
    int m = 110;
    int n = 70;
    int k = 1030;
    float[] a = Samples.tame(m * k, 1);
    float[] b = Samples.tame(k * n, 2);
    float[] packed = new float[kernels.packedSize(k, n)];
    kernels.pack(new Matrix(b, 0, n), k, 0, n, packed);
    float[] plain = new float[m * n];
    float[] c = new float[m * n];
    int[] seen = new int[m * n];
    multiply(kernels, m, n, k, a, packed, plain, Product.Epilogue.NONE);
    multiply(
        kernels,
        m,
        n,
        k,
        a,
        packed,
        c,
        (fromRow, toRow, fromColumn, toColumn) -> {
          for (int i = fromRow; i < toRow; i++) {
            for (int j = fromColumn; j < toColumn; j++) {
              seen[i * n + j]++;
              c[i * n + j] = -c[i * n + j];
            }
          }
        });
    assertThat(seen).containsOnly(1);
    for (int i = 0; i < c.length; i++) {
      plain[i] = -plain[i];
    }
    assertThat(c).containsExactly(plain);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void sumsOfNegativeZerosStayNegativeZeros(String width) {
    MatrixKernels kernels = KernelProvider.choose(width).matrices();
    for (int k = 0; k < 6; k++) {
      float[] a = new float[5 * k];
      Arrays.fill(a, -1);
      float[] c = new float[5 * 20];
      Arrays.fill(c, -0f);
      float[] expected = c.clone();
      float[] b = new float[k * 20];
      kernels
          .product(true, k, new Matrix(a, 0, k), new Matrix(b, 0, 20), new Product.Target(c, 0, 20))
          .run(0, 5, 0, 20, Product.Epilogue.NONE);
      assertThat(c).describedAs("%d products", k).containsExactly(expected);
    }
  }

  @Test
  void vectorsThatAreTriedWhileOtherThreadsGoOnWithoutChangeNoBit() {
    MatrixKernels kernels = KernelProvider.choose(KernelProvider.AUTO).matrices();
    int m = 110;
    int n = 85;
    int k = 150;
    float[] a = Samples.tame(m * k, 1);
    float[] b = Samples.tame(k * n, 2);
    float[] packed = new float[kernels.packedSize(k, n)];
    kernels.pack(new Matrix(b, 0, n), k, 0, n, packed);
    MatrixKernels scalar = KernelProvider.choose("scalar").matrices();
    float[] expected = new float[m * n];
    scalar
        .product(
            false, k, new Matrix(a, 0, k), new Matrix(b, 0, n), new Product.Target(expected, 0, n))
        .run(0, m, 0, n, Product.Epilogue.NONE);
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            _ -> {
              float[] c = new float[m * n];
              multiply(kernels, m, n, k, a, packed, c, Product.Epilogue.NONE);
              assertThat(c).containsExactly(expected);
              Arrays.fill(c, 0);
              kernels
                  .product(
                      true,
                      k,
                      new Matrix(a, 0, k),
                      new Matrix(b, 0, n),
                      new Product.Target(c, 0, n))
                  .run(0, m, 0, n, Product.Epilogue.NONE);
              assertThat(c).containsExactly(expected);
            });
  }

  private static void multiply(
      MatrixKernels kernels,
      int m,
      int n,
      int k,
      float[] a,
      float[] packed,
      float[] c,
      Product.Epilogue epilogue) {
    kernels
        .product(
            false,
            k,
            new Matrix(a, 0, k),
            new Product.Packed(packed, n),
            new Product.Target(c, 0, n))
        .run(0, m, 0, n, epilogue);
  }

  @Test
  void panelsOfEveryWidthFillWholeVectors() {
    Samples.vectorWidths()
        .map(KernelProvider::choose)
        .forEach(
            kernels -> assertThat(kernels.matrices().panelColumns() % kernels.lanes()).isZero());
  }
}
