package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReductionKernelsTest {

  private static final ReductionKernels SCALAR = KernelProvider.choose("scalar").reductions();

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#vectorWidths")
  void reductionsGiveTheBitsOfTheScalarForm(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    for (ReduceOp op : ReduceOp.values()) {
      for (int middle : Samples.SIZES) {
        for (int inner : new int[] {1, 2, 8, 17, 64, 70}) {
          float[] x = Samples.tame(5 + 3 * middle * (inner + 2), middle);
          int stride = inner == 1 ? 1 : inner + 2;
          int outerStride = middle * (inner + 2);
          float[] expected = new float[4 + 3 * inner];
          float[] actual = expected.clone();
          SCALAR.reduce(op, 3, outerStride, middle, stride, inner, x, 5, expected, 2);
          kernels.reduce(op, 3, outerStride, middle, stride, inner, x, 5, actual, 2);
          assertThat(Samples.bits(actual))
              .describedAs("%s of [3, %d, %d]", op, middle, inner)
              .containsExactly(Samples.bits(expected));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void extremaPropagateNanAndOrderZeros(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    for (int n : Samples.SIZES) {
      float[] zeros = new float[n];
      Arrays.fill(zeros, -0f);
      zeros[n / 2] = 0f;
      assertThat(row(kernels, ReduceOp.MAX, zeros)).isEqualTo(0f);
      zeros[n / 2] = Float.NaN;
      assertThat(row(kernels, ReduceOp.MAX, zeros)).isNaN();
      assertThat(row(kernels, ReduceOp.MIN, zeros)).isNaN();
      Arrays.fill(zeros, 0f);
      zeros[n - 1] = -0f;
      assertThat(row(kernels, ReduceOp.MIN, zeros)).isEqualTo(-0f);
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void reductionsOfNothingGiveTheNeutralNumber(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    assertThat(row(kernels, ReduceOp.SUM, new float[0])).isZero();
    assertThat(row(kernels, ReduceOp.MAX, new float[0])).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(row(kernels, ReduceOp.MIN, new float[0])).isEqualTo(Float.POSITIVE_INFINITY);
    float[] columns = {7, 7};
    kernels.reduce(ReduceOp.SUM, 1, 0, 0, 2, 2, new float[0], 0, columns, 0);
    assertThat(columns).containsOnly(0);
  }

  private static float row(ReductionKernels kernels, ReduceOp op, float[] x) {
    float[] y = new float[1];
    kernels.reduce(op, 1, x.length, x.length, 1, 1, x, 0, y, 0);
    return y[0];
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void aPartOfTheColumnsSumsToTheSameBits(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    int middle = 50;
    int inner = 90;
    float[] x = Samples.tame(middle * inner, 1);
    float[] whole = new float[inner];
    float[] parts = new float[inner];
    kernels.reduce(ReduceOp.SUM, 1, 0, middle, inner, inner, x, 0, whole, 0);
    kernels.reduce(ReduceOp.SUM, 1, 0, middle, inner, 37, x, 0, parts, 0);
    kernels.reduce(ReduceOp.SUM, 1, 0, middle, inner, 53, x, 37, parts, 37);
    assertThat(parts).containsExactly(whole);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void sumsAreCloseToTheExactSum(String width) {
    float[] x = Samples.tame(10_001, 9);
    double exact = 0;
    for (float number : x) {
      exact += number;
    }
    assertThat((double) row(KernelProvider.choose(width).reductions(), ReduceOp.SUM, x))
        .isCloseTo(exact, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void softmaxAndItsLogarithmFollowTheirFormula(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    for (int columns : Samples.SIZES) {
      float[] x = Samples.tame(3 * columns, columns);
      float[] y = new float[3 * columns + 1];
      float[] log = new float[3 * columns + 1];
      kernels.softmax(3, columns, x, 0, y, 1);
      kernels.logSoftmax(3, columns, x, 0, log, 1);
      for (int i = 0; i < x.length; i++) {
        int row = i / columns * columns;
        double sum = 0;
        for (int j = row; j < row + columns; j++) {
          sum += Math.exp(x[j]);
        }
        double exact = Math.exp(x[i]) / sum;
        assertThat((double) y[1 + i]).isCloseTo(exact, within(exact * 1e-6));
        assertThat((double) log[1 + i]).isCloseTo(Math.log(exact), within(2e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#vectorWidths")
  void softmaxGivesTheBitsOfTheScalarForm(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    for (int columns : Samples.SIZES) {
      float[] x = Samples.tame(2 * columns, columns);
      x[0] = 200;
      float[] expected = x.clone();
      float[] actual = x.clone();
      SCALAR.softmax(2, columns, expected, 0, expected, 0);
      kernels.softmax(2, columns, actual, 0, actual, 0);
      assertThat(Samples.bits(actual)).containsExactly(Samples.bits(expected));
      SCALAR.logSoftmax(2, columns, x, 0, expected, 0);
      kernels.logSoftmax(2, columns, x, 0, actual, 0);
      assertThat(Samples.bits(actual)).containsExactly(Samples.bits(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void argMaxIsTheFirstOfTheLargest(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    float[] x = {1, 5, 5, 2, /* */ 3, Float.NaN, 9, Float.NaN, /* */ -1, -1, -1, -1};
    int[] y = new int[3];
    kernels.argMax(3, 4, 4, 1, 1, x, 0, y, 0);
    assertThat(y).containsExactly(1, 1, 0);
    int[] columns = new int[4];
    kernels.argMax(1, 12, 3, 4, 4, x, 0, columns, 0);
    assertThat(columns).containsExactly(1, 1, 1, 1);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void integersSumWithWrapping(String width) {
    int[] x = {Integer.MAX_VALUE, 1, 1, 2};
    int[] y = new int[2];
    KernelProvider.choose(width).reductions().sum(1, 4, 2, 2, 2, x, 0, y, 0);
    assertThat(y).containsExactly(Integer.MIN_VALUE, 3);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void runningSumsGoEitherWayInPlace(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    float[] x = {1, 2, 3, 4, 5, 6};
    kernels.cumSum(1, 3, 2, false, x, 0, x, 0);
    assertThat(x).containsExactly(1, 2, 4, 6, 9, 12);
    float[] y = new float[6];
    kernels.cumSum(2, 3, 1, true, new float[] {1, 2, 3, 4, 5, 6}, 0, y, 0);
    assertThat(y).containsExactly(6, 5, 3, 15, 11, 6);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void theLargestKComeInDescendingOrderAndEqualsInTheirOwn(String width) {
    ReductionKernels kernels = KernelProvider.choose(width).reductions();
    float[] x = {3, 1, 3, 9, 0, /* */ -1, Float.NaN, 2, -1, 2};
    float[] values = new float[6];
    int[] positions = new int[6];
    kernels.topK(2, 5, 3, x, 0, values, 0, positions, 0);
    assertThat(values).containsExactly(9, 3, 3, Float.NaN, 2, 2);
    assertThat(positions).containsExactly(3, 0, 2, 1, 2, 4);
  }
}
