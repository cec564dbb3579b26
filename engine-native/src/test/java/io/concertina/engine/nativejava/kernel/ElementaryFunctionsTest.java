package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bounds on the error of the elementary functions, in units in the last place of the float nearest
 * to the exact value. The tests look at every 4099th float.
 */
class ElementaryFunctionsTest {

  private static final int STRIDE = 4099;

  static Stream<Arguments> bounds() {
    return Stream.of(
        Arguments.of(UnaryOp.EXP, 1.1, (DoubleUnaryOperator) StrictMath::exp),
        Arguments.of(UnaryOp.EXPM1, 1.5, (DoubleUnaryOperator) StrictMath::expm1),
        Arguments.of(UnaryOp.LOG, 0.9, (DoubleUnaryOperator) StrictMath::log),
        Arguments.of(UnaryOp.LOG1P, 0.9, (DoubleUnaryOperator) StrictMath::log1p),
        Arguments.of(UnaryOp.TANH, 1.9, (DoubleUnaryOperator) StrictMath::tanh),
        Arguments.of(UnaryOp.SIGMOID, 1.7, (DoubleUnaryOperator) ElementaryFunctionsTest::sigmoid),
        Arguments.of(UnaryOp.ERF, 1.1, (DoubleUnaryOperator) ErrorFunction::erf),
        Arguments.of(UnaryOp.SQRT, 0.5, (DoubleUnaryOperator) StrictMath::sqrt),
        Arguments.of(UnaryOp.RSQRT, 1.5, (DoubleUnaryOperator) x -> 1 / StrictMath.sqrt(x)));
  }

  private static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void errorStaysWithinTheBound(UnaryOp op, double bound, DoubleUnaryOperator exact) {
    float[] x = sample();
    float[] y = apply(op, "scalar", x);
    double worst = 0;
    float at = 0;
    for (int i = 0; i < x.length; i++) {
      double error = ulps(y[i], exact.applyAsDouble(x[i]));
      if (error > worst) {
        worst = error;
        at = x[i];
      }
    }
    assertThat(worst).describedAs("%s, worst at %s", op, at).isLessThanOrEqualTo(bound);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#vectorWidths")
  void vectorsGiveTheBitsOfTheScalarForm(String width) {
    float[] x = sample();
    for (UnaryOp op : UnaryOp.values()) {
      int[] expected = Samples.bits(apply(op, "scalar", x));
      int[] actual = Samples.bits(apply(op, width, x));
      for (int i = 0; i < x.length; i++) {
        if (expected[i] != actual[i]) {
          assertThat(Integer.toHexString(actual[i]))
              .describedAs("%s of %s at %s", op, x[i], width)
              .isEqualTo(Integer.toHexString(expected[i]));
        }
      }
    }
  }

  @Test
  void theReferenceOfErfAgreesWithTabulatedValues() {
    // Abramowitz and Stegun, Handbook of Mathematical Functions, table 7.1.
    assertThat(ErrorFunction.erf(0.02)).isEqualTo(0.0225645747, within(5e-11));
    assertThat(ErrorFunction.erf(0.5)).isEqualTo(0.5204998778, within(5e-11));
    assertThat(ErrorFunction.erf(1)).isEqualTo(0.8427007929, within(5e-11));
    assertThat(ErrorFunction.erf(1.98)).isEqualTo(0.9948920004, within(5e-11));
    assertThat(ErrorFunction.erf(-1)).isEqualTo(-0.8427007929, within(5e-11));
    assertThat(ErrorFunction.erf(3.5)).isEqualTo(0.999999256901628, within(5e-15));
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  /** Every STRIDE-th bit pattern and the special numbers. */
  private static float[] sample() {
    int regular = (int) ((1L << 32) / STRIDE);
    float[] x = new float[regular + Samples.SPECIAL.length];
    for (int i = 0; i < regular; i++) {
      x[i] = Float.intBitsToFloat(i * STRIDE);
    }
    System.arraycopy(Samples.SPECIAL, 0, x, regular, Samples.SPECIAL.length);
    return x;
  }

  private static float[] apply(UnaryOp op, String width, float[] x) {
    ElementwiseProgram program =
        new ElementwiseProgram(
            List.of(new Input(Kind.FLOAT, Access.VECTOR)),
            List.of(new Instruction.FloatUnary(op, 0)),
            List.of(1));
    float[] y = new float[x.length];
    KernelProvider.choose(width)
        .elementwise(program)
        .run(0, 1, 0, x.length, new float[][] {x, y}, new int[2][0], new int[2], new int[2]);
    return y;
  }

  /** Distance in ulps of the rounded exact value; infinite where one is NaN or a sign is wrong. */
  private static double ulps(float got, double exact) {
    if (Double.isNaN(exact) || Float.isNaN(got)) {
      return Double.isNaN(exact) && Float.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
    }
    float rounded = (float) exact;
    if (Float.floatToIntBits(got) == Float.floatToIntBits(rounded) && exact == rounded) {
      return 0;
    }
    if (Float.isInfinite(rounded) || Float.isInfinite(got)) {
      return got == rounded ? 0 : Double.POSITIVE_INFINITY;
    }
    if (exact == 0 || Math.copySign(1, got) != Math.copySign(1, exact)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(got - exact) / Math.ulp(rounded);
  }
}
