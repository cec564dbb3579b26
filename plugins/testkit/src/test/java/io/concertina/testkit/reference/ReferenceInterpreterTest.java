package io.concertina.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.ir.Composite;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The oracle's meaning of each operation, on examples small enough to work out by hand. */
class ReferenceInterpreterTest {

  private final Ops ops = new Ops();
  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();
  private final Map<String, ReferenceTensor> arguments = new LinkedHashMap<>();

  private Value input(ReferenceTensor value) {
    String name = "x" + arguments.size();
    arguments.put(name, value);
    return ops.input(name, value.type());
  }

  private Value vector(double... elements) {
    return input(ReferenceTensor.of(Shape.of(elements.length), elements));
  }

  private Value matrix(int rows, int columns, double... elements) {
    return input(ReferenceTensor.of(Shape.of(rows, columns), elements));
  }

  private Value ints(int... elements) {
    return input(ReferenceTensor.of(Shape.of(elements.length), elements));
  }

  private ReferenceTensor run(Value y) {
    Function function = ops.function("example", Map.of("y", y));
    return interpreter.run(function, arguments).outputs().get("y");
  }

  private double[] numbers(Value y) {
    return run(y).toDoubles();
  }

  // --- elementwise -----------------------------------------------------------------------------

  @Test
  void computesInSixtyFourBits() {
    Value x = vector(1e-12);
    assertThat(numbers(ops.sub(ops.add(x, 1), ops.constantLike(x, 1)))[0])
        .isCloseTo(1e-12, within(1e-16));
  }

  @Test
  void signIsZeroAtZeroAndNanAtNan() {
    assertThat(numbers(ops.sign(vector(-3, 0, 2, Double.NaN))))
        .containsExactly(-1, 0, 1, Double.NaN);
  }

  @Test
  void roundTakesTiesToEven() {
    assertThat(numbers(ops.round(vector(0.5, 1.5, 2.5, -0.5, -1.5, 2.4))))
        .usingComparatorWithPrecision(0.0)
        .containsExactly(0, 2, 2, 0, -2, 2);
  }

  @Test
  void elementaryFunctionsHaveTheirKnownValues() {
    double ln2 = 0.6931471805599453;
    assertThat(numbers(ops.exp(vector(0, ln2)))[1]).isCloseTo(2, within(1e-15));
    assertThat(numbers(ops.log(vector(2)))[0]).isEqualTo(ln2);
    assertThat(numbers(ops.expm1(vector(1e-10)))[0]).isCloseTo(1.00000000005e-10, within(1e-25));
    assertThat(numbers(ops.log1p(vector(1e-10)))[0]).isCloseTo(9.9999999995e-11, within(1e-25));
    assertThat(numbers(ops.rsqrt(vector(16)))[0]).isEqualTo(0.25);
    assertThat(numbers(ops.sigmoid(vector(0, 1000, -1000)))).containsExactly(0.5, 1, 0);
    assertThat(numbers(ops.tanh(vector(ln2)))[0]).isCloseTo(0.6, within(1e-15));
  }

  @Test
  void maximumAndMinimumKeepNan() {
    Value x = vector(1, Double.NaN, 3);
    Value y = vector(2, 2, Double.NaN);
    assertThat(numbers(ops.max(x, y))).containsExactly(2, Double.NaN, Double.NaN);
    assertThat(numbers(ops.min(x, y))).containsExactly(1, Double.NaN, Double.NaN);
  }

  @Test
  void comparisonsWithNanAreFalse() {
    Value x = vector(1, 2, Double.NaN);
    Value y = vector(2, 2, Double.NaN);
    assertThat(numbers(ops.eq(x, y))).containsExactly(0, 1, 0);
    assertThat(numbers(ops.lt(x, y))).containsExactly(1, 0, 0);
    assertThat(numbers(ops.le(x, y))).containsExactly(1, 1, 0);
  }

  @Test
  void integersWrapAndTruncate() {
    Value x = ints(Integer.MAX_VALUE, -7, 7);
    assertThat(numbers(ops.add(x, ints(1, 0, 0)))).containsExactly(Integer.MIN_VALUE, -7, 7);
    assertThat(numbers(ops.div(x, ints(2, 2, -2)))).containsExactly(1073741823, -3, -3);
  }

  @Test
  void aDivisionOfIntegersByZeroIsAnError() {
    Value quotient = ops.div(ints(1), ints(0));
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> run(quotient));
  }

  @Test
  void castsTruncateTowardsZeroAndTestAgainstZero() {
    Value x = vector(2.9, -2.9, 0, 0.1);
    assertThat(run(ops.cast(x, DType.I32))).isEqualTo(ReferenceTensor.of(Shape.of(4), 2, -2, 0, 0));
    assertThat(run(ops.cast(x, DType.BOOL)))
        .isEqualTo(ReferenceTensor.ofBooleans(Shape.of(4), 1, 1, 0, 1));
    assertThat(run(ops.cast(ops.cast(x, DType.BOOL), DType.F32)))
        .isEqualTo(ReferenceTensor.of(Shape.of(4), 1.0, 1, 0, 1));
  }

  @Test
  void selectTakesTheFirstBranchWhereTrue() {
    Value condition = input(ReferenceTensor.ofBooleans(Shape.of(3), 1, 0, 1));
    assertThat(numbers(ops.select(condition, vector(1, 2, 3), vector(4, 5, 6))))
        .containsExactly(1, 5, 3);
  }

  // --- reductions ------------------------------------------------------------------------------

  @Test
  void reductionsDropTheirAxes() {
    Value x = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(run(ops.sum(x, 0))).isEqualTo(ReferenceTensor.of(Shape.of(3), 5.0, 7, 9));
    assertThat(run(ops.sum(x, 1))).isEqualTo(ReferenceTensor.of(Shape.of(2), 6.0, 15));
    assertThat(run(ops.sumAll(x))).isEqualTo(ReferenceTensor.scalar(21));
    assertThat(run(ops.reduceMax(x, 1))).isEqualTo(ReferenceTensor.of(Shape.of(2), 3.0, 6));
    assertThat(run(ops.reduceMin(x, 0))).isEqualTo(ReferenceTensor.of(Shape.of(3), 1.0, 2, 3));
    assertThat(run(ops.mean(x, 1))).isEqualTo(ReferenceTensor.of(Shape.of(2), 2.0, 5));
  }

  @Test
  void ofEqualElementsTheFirstIsLargest() {
    Value x = matrix(2, 3, 1, 7, 7, 4, 4, 2);
    assertThat(run(ops.argMax(x, 1))).isEqualTo(ReferenceTensor.of(Shape.of(2), 1, 0));
    List<Value> top = ops.topK(x, 2);
    assertThat(numbers(top.get(0))).containsExactly(7, 7, 4, 4);
    assertThat(numbers(top.get(1))).containsExactly(1, 2, 0, 1);
  }

  @Test
  void runningSumsGoEitherWay() {
    Value x = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(numbers(ops.cumSum(x, 1, false))).containsExactly(1, 3, 6, 4, 9, 15);
    assertThat(numbers(ops.cumSum(x, 1, true))).containsExactly(6, 5, 3, 15, 11, 6);
    assertThat(numbers(ops.cumSum(x, 0, false))).containsExactly(1, 2, 3, 5, 7, 9);
  }

  // --- layout ----------------------------------------------------------------------------------

  @Test
  void transposeMovesAxes() {
    Value x = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(run(ops.transpose(x, 1, 0)))
        .isEqualTo(ReferenceTensor.of(Shape.of(3, 2), 1.0, 4, 2, 5, 3, 6));
  }

  @Test
  void transposeTakesAxisPermutationOfIFromTheOperand() {
    Value x = input(ReferenceTensor.of(Shape.of(1, 2, 3), 1.0, 2, 3, 4, 5, 6));
    assertThat(run(ops.transpose(x, 2, 0, 1)))
        .isEqualTo(ReferenceTensor.of(Shape.of(3, 1, 2), 1.0, 4, 2, 5, 3, 6));
  }

  @Test
  void broadcastRepeatsAxesOfSizeOne() {
    assertThat(numbers(ops.broadcast(matrix(2, 1, 1, 2), Shape.of(2, 2, 3))))
        .containsExactly(1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2);
  }

  @Test
  void sliceAndPadAreInverse() {
    Value x = vector(1, 2, 3, 4, 5);
    Value middle = ops.slice(x, 0, 1, 3);
    assertThat(numbers(middle)).containsExactly(2, 3, 4);
    assertThat(numbers(ops.pad(middle, List.of(1), List.of(1)))).containsExactly(0, 2, 3, 4, 0);
  }

  @Test
  void concatJoinsAndReverseTurns() {
    Value x = matrix(2, 2, 1, 2, 3, 4);
    Value y = matrix(2, 1, 5, 6);
    assertThat(numbers(ops.concat(1, x, y))).containsExactly(1, 2, 5, 3, 4, 6);
    assertThat(numbers(ops.concat(0, x, x))).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    assertThat(numbers(ops.reverse(x, 1))).containsExactly(2, 1, 4, 3);
    assertThat(numbers(ops.reverse(x, 0, 1))).containsExactly(4, 3, 2, 1);
  }

  @Test
  void gatherTakesSlicesByPosition() {
    Value x = matrix(3, 2, 1, 2, 3, 4, 5, 6);
    assertThat(run(ops.gather(x, ints(2, 0), 0, 0)))
        .isEqualTo(ReferenceTensor.of(Shape.of(2, 2), 5.0, 6, 1, 2));
    assertThat(run(ops.gather(x, ints(1, 0, 1), 1, 1)))
        .isEqualTo(ReferenceTensor.of(Shape.of(3), 2.0, 3, 6));
  }

  @Test
  void scatterAddAddsUpEqualPositions() {
    Value x = vector(10, 20, 30);
    assertThat(numbers(ops.scatterAdd(x, ints(2, 0, 2), vector(1, 2, 3), 0, 0)))
        .containsExactly(12, 20, 34);
  }

  @Test
  void aPositionOutsideOfTheAxisIsAnError() {
    Value y = ops.gather(vector(1, 2), ints(2), 0, 0);
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> run(y))
        .withMessageContaining("axis 0");
  }

  // --- contraction -----------------------------------------------------------------------------

  @Test
  void matrixProductsTransposeTheirOperands() {
    Value a = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    Value b = matrix(3, 2, 7, 8, 9, 10, 11, 12);
    double[] product = {58, 64, 139, 154};
    assertThat(numbers(ops.matmul(a, b))).containsExactly(product);
    assertThat(numbers(ops.matmul(ops.transpose(a, 1, 0), true, b, false)))
        .containsExactly(product);
    assertThat(numbers(ops.matmul(a, false, ops.transpose(b, 1, 0), true)))
        .containsExactly(product);
  }

  @Test
  void stackedMatricesAreMultipliedOneByOne() {
    Value a = input(ReferenceTensor.of(Shape.of(2, 1, 2), 1.0, 2, 3, 4));
    Value b = input(ReferenceTensor.of(Shape.of(2, 2, 1), 5.0, 6, 7, 8));
    assertThat(run(ops.matmul(a, b))).isEqualTo(ReferenceTensor.of(Shape.of(2, 1, 1), 17.0, 53));
  }

  // --- sources and structure -------------------------------------------------------------------

  @Test
  void randomBitsAreThoseOfThreefry() {
    long key = 0x0123456789ABCDEFL;
    Value words = input(ReferenceTensor.of(Threefry.key(key)));
    int[] expected = new int[5];
    Threefry.fill(key, 42, 0, expected, 0, 5);
    assertThat(run(ops.randomBits(words, 42, Shape.of(5))))
        .isEqualTo(ReferenceTensor.of(Shape.of(5), expected));
  }

  @Test
  void namedSizesAreReadOffTheInputs() {
    Dim batch = Dim.named("batch");
    Value x = ops.input("x", TensorType.f32(Shape.of(batch, Dim.of(2))));
    Function function =
        ops.function(
            "sizes", Map.of("n", ops.dimSize(batch.times(Dim.of(3))), "i", ops.iota(x.type(), 0)));
    Map<String, ReferenceTensor> outputs =
        interpreter
            .run(function, Map.of("x", ReferenceTensor.of(Tensor.full(Shape.of(2, 2), 0))))
            .outputs();
    assertThat(outputs)
        .containsEntry("n", ReferenceTensor.scalar(6))
        .containsEntry("i", ReferenceTensor.of(Shape.of(2, 2), 0.0, 0, 1, 1));
  }

  @Test
  void aDeepGraphDoesNotOverflowTheStack() {
    Value y = vector(1);
    for (int i = 0; i < 100_000; i++) {
      y = ops.neg(y);
    }
    assertThat(numbers(y)).containsExactly(1);
  }

  @Test
  void deeplyNestedCompositesDoNotOverflowTheStack() {
    int depth = 20_000;
    Function body = negation();
    for (int i = 0; i < depth; i++) {
      body = wrapped(body);
    }
    ReferenceTensor x = ReferenceTensor.of(Shape.of(1), 3.0);
    assertThat(interpreter.run(body, Map.of("x", x)).outputs())
        .containsEntry("y", ReferenceTensor.of(Shape.of(1), -3.0));
  }

  private static Function negation() {
    Ops inner = new Ops();
    return inner.function(
        "body", Map.of("y", inner.neg(inner.input("x", TensorType.f32(Shape.of(1))))));
  }

  private static Function wrapped(Function body) {
    Ops outer = new Ops();
    Value x = outer.input("x", TensorType.f32(Shape.of(1)));
    Value y = outer.emit(new Composite("wrap", 1, Map.of(), body), x);
    return outer.function("body", Map.of("y", y));
  }

  @Test
  void updatesAreGivenBesideOutputs() {
    Value w = ops.resident("w", TensorType.f32(Shape.scalar()));
    Function function = ops.function("update", Map.of("w", w), Map.of("w", ops.add(w, 1)));
    ReferenceResults results = interpreter.run(function, Map.of("w", ReferenceTensor.scalar(1)));
    assertThat(results.outputs()).containsEntry("w", ReferenceTensor.scalar(1));
    assertThat(results.updates()).containsEntry("w", ReferenceTensor.scalar(2));
  }

  @Test
  void anArgumentOfAnotherTypeIsAnError() {
    Value x = vector(1, 2);
    arguments.put("x0", ReferenceTensor.of(Shape.of(2), 1, 2));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> run(ops.neg(x)))
        .withMessageContaining("x0");
  }
}
