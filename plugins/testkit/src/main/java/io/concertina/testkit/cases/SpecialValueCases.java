package io.concertina.testkit.cases;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * NaN, infinities, zeros of both signs, denormals and limits of ranges through every elementwise
 * operation on f32.
 *
 * <p>Left out is what the definition of an operation leaves open: powers of ±1 with an exponent
 * that is not finite, 1/√-0, and casts to i32 of what does not fit.
 */
final class SpecialValueCases {

  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    1e-40f,
    -1e-40f,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    -2.5f,
    2f,
    -3f,
    1e-8f,
    -1e-8f,
    3e-4f,
    0.999999f,
    8388609f,
    -8388607.5f,
    1e10f,
    -1e10f,
    9f,
    -9f,
    17f,
    -17f,
    30f,
    -30f,
    88.7f,
    -87.3f,
    89f,
    -103f,
    -104f,
    1e30f,
    -1e30f
  };

  /** Copies of the list, so that each value meets vector lanes as well as tails. */
  private static final int COPIES = 3;

  private SpecialValueCases() {}

  static Stream<EngineCase> all() {
    Stream<EngineCase> unary =
        ElementwiseCases.UNARY.stream()
            .filter(op -> !(op instanceof Elementwise.Not))
            .map(SpecialValueCases::unary);
    Stream<EngineCase> binary =
        ElementwiseCases.BINARY.stream()
            .filter(op -> !(op instanceof Elementwise.And || op instanceof Elementwise.Or))
            .map(SpecialValueCases::binary);
    return Stream.of(unary, binary, Stream.of(select(), cast())).flatMap(cases -> cases);
  }

  private static EngineCase unary(Elementwise.Unary op) {
    List<Float> values = new ArrayList<>();
    for (int copy = 0; copy < COPIES; copy++) {
      for (float value : SPECIAL) {
        boolean negativeZero = Float.floatToIntBits(value) == Float.floatToIntBits(-0f);
        if (!(op instanceof Elementwise.Rsqrt && negativeZero)) {
          values.add(value);
        }
      }
    }
    return named(op).apply(op, vector(values)).build();
  }

  private static EngineCase binary(Elementwise.Binary op) {
    List<Float> left = new ArrayList<>();
    List<Float> right = new ArrayList<>();
    for (float x : SPECIAL) {
      for (float y : SPECIAL) {
        boolean open = op instanceof Elementwise.Pow && Math.abs(x) == 1 && !Float.isFinite(y);
        if (!open) {
          left.add(x);
          right.add(y);
        }
      }
    }
    return named(op).apply(op, vector(left), vector(right)).build();
  }

  private static EngineCase select() {
    Elementwise op = new Elementwise.Select();
    Tensor condition = new Samples(2).booleans(Shape.of(SPECIAL.length));
    Tensor special = Tensor.of(Shape.of(SPECIAL.length), SPECIAL);
    Tensor ordinary = new Samples(3).floats(Shape.of(SPECIAL.length), -1, 1);
    return named(op).apply(op, condition, special, ordinary).build();
  }

  private static EngineCase cast() {
    Elementwise op = new Elementwise.Cast(DType.BOOL);
    return named(op).apply(op, Tensor.of(Shape.of(SPECIAL.length), SPECIAL)).build();
  }

  private static CaseBuilder named(Elementwise op) {
    return new CaseBuilder(CaseBuilder.name(op) + " of special values");
  }

  private static Tensor vector(List<Float> values) {
    float[] elements = new float[values.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = values.get(i);
    }
    return Tensor.of(Shape.of(elements.length), elements);
  }
}
