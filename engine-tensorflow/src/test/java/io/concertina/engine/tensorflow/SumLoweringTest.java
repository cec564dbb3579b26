package io.concertina.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums that are cut into blocks take every element once. */
class SumLoweringTest {

  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = new TensorflowEngineFactory().open(EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(Shape.of(512, 3), new int[] {0}),
        Arguments.of(Shape.of(513, 3), new int[] {0}),
        Arguments.of(Shape.of(1024, 3), new int[] {0}),
        Arguments.of(Shape.of(1031, 1), new int[] {0}),
        Arguments.of(Shape.of(2, 5003, 3), new int[] {1}),
        Arguments.of(Shape.of(40, 41, 3), new int[] {0, 1}),
        Arguments.of(Shape.of(3, 40, 41), new int[] {1, 2}),
        Arguments.of(Shape.of(40, 3, 41), new int[] {0, 2}),
        Arguments.of(Shape.of(600, 2, 700, 3), new int[] {0, 2}),
        Arguments.of(Shape.of(2, 25, 30, 3, 26, 27), new int[] {1, 2, 4, 5}),
        Arguments.of(Shape.of(700_001, 2), new int[] {0}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void everyElementIsTakenOnce(Shape shape, int[] axes) {
    int[] elements = IntStream.range(0, shape.size()).map(i -> i * 0x9E3779B9).toArray();
    assertThat(sum(Tensor.of(shape, elements), axes).toInts())
        .isEqualTo(expected(shape, elements, axes));
  }

  /** Adds each element to the sum that its position belongs to; integers wrap in any order. */
  private static int[] expected(Shape shape, int[] elements, int[] axes) {
    int[] sizes = shape.sizes();
    int[] strides = new int[sizes.length];
    int kept = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (Arrays.binarySearch(axes, axis) < 0) {
        strides[axis] = kept;
        kept *= sizes[axis];
      }
    }
    int[] sums = new int[kept];
    for (int i = 0; i < elements.length; i++) {
      int rest = i;
      int target = 0;
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        target += rest % sizes[axis] * strides[axis];
        rest /= sizes[axis];
      }
      sums[target] += elements[i];
    }
    return sums;
  }

  @Test
  void errorOfALongColumnGrowsWithTheRootOfItsLength() {
    int rows = 100_000;
    float term = 0.1f;
    Tensor x = Tensor.full(Shape.of(rows, 2), term);
    double exact = rows * (double) term;
    double bound = (1 + Math.sqrt(rows)) * 0x1p-24 * exact;
    assertThat((double) sum(x, 0).floatAt(1)).isBetween(exact - bound, exact + bound);
  }

  private static Tensor sum(Tensor x, int... axes) {
    Ops ops = new Ops();
    DType dtype = x.dtype();
    Value input = ops.input("x", new TensorType(dtype, x.shape()));
    try (Program program = engine.compile(ops.function("sum", Map.of("y", ops.sum(input, axes))))) {
      return program.run(Map.of("x", x)).get("y");
    }
  }
}
