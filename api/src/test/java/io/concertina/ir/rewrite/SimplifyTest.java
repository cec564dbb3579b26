package io.concertina.ir.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SimplifyTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final Shape MATRIX = Shape.of(BATCH, Dim.of(3));

  private final Ops ops = new Ops();
  private final Value x = ops.input("x", TensorType.f32(MATRIX));
  private final Value y = ops.input("y", TensorType.f32(MATRIX));
  private final Value flag = ops.input("flag", new TensorType(DType.BOOL, MATRIX));
  private final Value row = ops.input("row", TensorType.f32(Shape.of(3)));
  private final Value scalar = ops.input("scalar", TensorType.f32(Shape.scalar()));

  /** The result in nested form, for instance {@code sub(x, y)}. */
  private String simplified(Value result) {
    Function function = Rewrites.simplify(ops.function("f", Map.of("y", result)));
    return nested(function.outputs().get("y"));
  }

  private static String nested(Value value) {
    if (value.op() instanceof Source.Parameter parameter) {
      return parameter.name();
    }
    if (value.op() instanceof Source.Constant constant) {
      String text = constant.value().toString();
      return text.substring(text.indexOf('{') + 1, text.length() - 1);
    }
    List<String> operands = value.node().operands().stream().map(SimplifyTest::nested).toList();
    String shape =
        value.op() instanceof Layout.Broadcast || value.op() instanceof Layout.Reshape
            ? value.shape().toString()
            : "";
    return value.op().mnemonic() + shape + "(" + String.join(", ", operands) + ")";
  }

  private Value uniform(double number) {
    return ops.constantLike(x, number);
  }

  private Value truth(boolean value) {
    return ops.constantLike(flag, value ? 1 : 0);
  }

  @Nested
  class Arithmetic {

    @Test
    void neutralElementsFallAway() {
      assertThat(simplified(ops.add(x, uniform(0)))).isEqualTo("x");
      assertThat(simplified(ops.add(uniform(0), x))).isEqualTo("x");
      assertThat(simplified(ops.sub(x, uniform(0)))).isEqualTo("x");
      assertThat(simplified(ops.mul(x, uniform(1)))).isEqualTo("x");
      assertThat(simplified(ops.mul(uniform(1), x))).isEqualTo("x");
      assertThat(simplified(ops.div(x, uniform(1)))).isEqualTo("x");
      assertThat(simplified(ops.pow(x, uniform(1)))).isEqualTo("x");
    }

    @Test
    void neutralElementsOfIntegersFallAwayToo() {
      Value n = ops.input("n", new TensorType(DType.I32, Shape.of(3)));
      assertThat(simplified(ops.mul(n, 1.0))).isEqualTo("n");
      assertThat(simplified(ops.add(n, 0.0))).isEqualTo("n");
    }

    @Test
    void signsMoveIntoTheOperation() {
      assertThat(simplified(ops.neg(ops.neg(x)))).isEqualTo("x");
      assertThat(simplified(ops.sub(uniform(0), x))).isEqualTo("neg(x)");
      assertThat(simplified(ops.mul(x, uniform(-1)))).isEqualTo("neg(x)");
      assertThat(simplified(ops.div(x, uniform(-1)))).isEqualTo("neg(x)");
      assertThat(simplified(ops.add(x, ops.neg(y)))).isEqualTo("sub(x, y)");
      assertThat(simplified(ops.add(ops.neg(x), y))).isEqualTo("sub(y, x)");
      assertThat(simplified(ops.sub(x, ops.neg(y)))).isEqualTo("add(x, y)");
      assertThat(simplified(ops.neg(ops.sub(x, y)))).isEqualTo("sub(y, x)");
      assertThat(simplified(ops.abs(ops.neg(x)))).isEqualTo("abs(x)");
    }

    @Test
    void repetitionsFallAway() {
      assertThat(simplified(ops.abs(ops.abs(x)))).isEqualTo("abs(x)");
      assertThat(simplified(ops.floor(ops.round(x)))).isEqualTo("round(x)");
      assertThat(simplified(ops.max(x, x))).isEqualTo("x");
      assertThat(simplified(ops.min(x, x))).isEqualTo("x");
      assertThat(simplified(ops.stopGradient(ops.stopGradient(x)))).isEqualTo("stop_gradient(x)");
      assertThat(simplified(ops.emit(new Elementwise.Cast(DType.F32), x))).isEqualTo("x");
    }

    @Test
    void aSquareIsAProduct() {
      assertThat(simplified(ops.pow(x, uniform(2)))).isEqualTo("mul(x, x)");
    }

    @Test
    void whatANanOrAnInfinityWouldTellStays() {
      assertThat(simplified(ops.mul(x, uniform(0)))).isEqualTo("mul(x, broadcast[batch, 3](0.0))");
      assertThat(simplified(ops.sub(x, x))).isEqualTo("sub(x, x)");
      assertThat(simplified(ops.div(x, x))).isEqualTo("div(x, x)");
      assertThat(simplified(ops.eq(x, x))).isEqualTo("eq(x, x)");
    }
  }

  @Nested
  class Logic {

    @Test
    void constantsDecide() {
      assertThat(simplified(ops.and(flag, truth(true)))).isEqualTo("flag");
      assertThat(simplified(ops.and(truth(false), flag))).isEqualTo("broadcast[batch, 3](0)");
      assertThat(simplified(ops.or(flag, truth(false)))).isEqualTo("flag");
      assertThat(simplified(ops.or(truth(true), flag))).isEqualTo("broadcast[batch, 3](1)");
      assertThat(simplified(ops.and(flag, flag))).isEqualTo("flag");
      assertThat(simplified(ops.not(ops.not(flag)))).isEqualTo("flag");
    }

    @Test
    void aKnownConditionSelects() {
      assertThat(simplified(ops.select(truth(true), x, y))).isEqualTo("x");
      assertThat(simplified(ops.select(truth(false), x, y))).isEqualTo("y");
      assertThat(simplified(ops.select(ops.lt(uniform(1), uniform(2)), x, y))).isEqualTo("x");
    }

    @Test
    void equalBranchesNeedNoCondition() {
      assertThat(simplified(ops.select(flag, x, x))).isEqualTo("x");
    }

    @Test
    void aNegatedConditionSwapsTheBranches() {
      assertThat(simplified(ops.select(ops.not(flag), x, y))).isEqualTo("select(flag, y, x)");
    }

    @Test
    void aRepeatedConditionIsAskedOnce() {
      Value inner = ops.select(flag, x, y);
      assertThat(simplified(ops.select(flag, inner, ops.exp(x))))
          .isEqualTo("select(flag, x, exp(x))");
      assertThat(simplified(ops.select(flag, ops.exp(x), inner)))
          .isEqualTo("select(flag, exp(x), y)");
    }
  }

  @Nested
  class Constants {

    @Test
    void scalarsAreComputed() {
      Value six = ops.mul(ops.constant(2), ops.constant(3));
      assertThat(simplified(ops.mul(x, ops.add(six, ops.constant(0.5)))))
          .isEqualTo("mul(x, broadcast[batch, 3](6.5))");
    }

    @Test
    void uniformTensorsAreComputedAsScalars() {
      Value twos = ops.constant(Tensor.full(Shape.of(3), 2));
      assertThat(simplified(ops.mul(twos, ops.sqrt(twos))))
          .isEqualTo("broadcast[3](" + 2 * (float) Math.sqrt(2) + ")");
    }

    @Test
    void theSizeOfAFixedDimensionIsKnown() {
      assertThat(simplified(ops.mean(row, 0))).isEqualTo("div(sum(row), 3.0)");
      assertThat(simplified(ops.mean(x, 0))).isEqualTo("div(sum(x), broadcast[3](dim_size()))");
    }

    @Test
    void integersWrapAndTruthValuesFollowLogic() {
      Value big = ops.constant(Tensor.scalar(Integer.MAX_VALUE));
      assertThat(simplified(ops.add(big, ops.constant(Tensor.scalar(1)))))
          .isEqualTo(Integer.toString(Integer.MIN_VALUE));
      Value yes = ops.le(ops.constant(2), ops.constant(2));
      assertThat(simplified(ops.and(yes, ops.not(yes)))).isEqualTo("0");
    }

    @Test
    void resultsThatAreNotFiniteStayWhereTheyArise() {
      assertThat(simplified(ops.div(ops.constant(1), ops.constant(0)))).isEqualTo("div(1.0, 0.0)");
      Value one = ops.constant(Tensor.scalar(1));
      Value zero = ops.constant(Tensor.scalar(0));
      assertThat(simplified(ops.div(one, zero))).isEqualTo("div(1, 0)");
      Value huge = ops.constant(1e20);
      assertThat(simplified(ops.cast(huge, DType.I32))).isEqualTo("cast(1.0E20)");
    }

    @Test
    void functionsThatEnginesRoundTheirOwnWayStay() {
      assertThat(simplified(ops.exp(ops.constant(1)))).isEqualTo("exp(1.0)");
    }

    @Test
    void castsOfConstantsAreComputed() {
      assertThat(simplified(ops.cast(ops.constant(-2.7), DType.I32))).isEqualTo("-2");
      assertThat(simplified(ops.cast(ops.constant(0.5), DType.BOOL))).isEqualTo("1");
      Value yes = ops.constant(Tensor.ofBooleans(Shape.scalar(), 1));
      assertThat(simplified(ops.cast(yes, DType.F32))).isEqualTo("1.0");
      assertThat(simplified(ops.cast(yes, DType.I32))).isEqualTo("1");
    }
  }

  @Nested
  class Broadcasts {

    @Test
    void whatIsRepeatedIsComputedOnce() {
      assertThat(simplified(ops.exp(ops.broadcast(row, MATRIX))))
          .isEqualTo("broadcast[batch, 3](exp(row))");
      assertThat(simplified(ops.mul(ops.broadcast(row, MATRIX), uniform(2))))
          .isEqualTo("broadcast[batch, 3](mul(row, broadcast[3](2.0)))");
      assertThat(simplified(ops.div(ops.broadcast(scalar, MATRIX), ops.broadcast(scalar, MATRIX))))
          .isEqualTo("broadcast[batch, 3](div(scalar, scalar))");
    }

    @Test
    void aProductOfColumnAndRowStays() {
      Value column = ops.broadcast(ops.reshape(ops.sum(x, 1), Shape.of(BATCH, Dim.of(1))), MATRIX);
      assertThat(simplified(ops.add(column, ops.broadcast(row, MATRIX))))
          .isEqualTo(
              "add(broadcast[batch, 3](reshape[batch, 1](sum(x))), broadcast[batch, 3](row))");
    }

    @Test
    void twoBroadcastsAreOne() {
      Shape larger = Shape.of(Dim.of(2), BATCH, Dim.of(3));
      assertThat(simplified(ops.broadcast(ops.broadcast(row, MATRIX), larger)))
          .isEqualTo("broadcast[2, batch, 3](row)");
      assertThat(simplified(ops.broadcast(ops.reshape(row, Shape.of(1, 3)), MATRIX)))
          .isEqualTo("broadcast[batch, 3](row)");
    }
  }

  @Nested
  class Layouts {

    @Test
    void twoReshapesAreOne() {
      Value flat = ops.reshape(x, Shape.of(BATCH.times(Dim.of(3))));
      assertThat(simplified(ops.reshape(flat, Shape.of(Dim.of(3), BATCH))))
          .isEqualTo("reshape[3, batch](x)");
      assertThat(simplified(ops.reshape(flat, MATRIX))).isEqualTo("x");
    }

    @Test
    void aReshapeOfEqualElementsIsABroadcast() {
      assertThat(simplified(ops.reshape(uniform(2), Shape.of(Dim.of(3), BATCH))))
          .isEqualTo("broadcast[3, batch](2.0)");
    }

    @Test
    void twoTransposesAreOne() {
      Value cube = ops.reshape(x, Shape.of(Dim.of(1), BATCH, Dim.of(3)));
      Value turned = ops.transpose(cube, 2, 0, 1);
      Function function =
          Rewrites.simplify(ops.function("f", Map.of("y", ops.transpose(turned, 1, 0, 2))));
      assertThat(function.toString()).contains("transpose{permutation=[0, 2, 1]}");
      assertThat(simplified(ops.transpose(ops.transpose(x, 1, 0), 1, 0))).isEqualTo("x");
      assertThat(simplified(ops.transpose(x, 0, 1))).isEqualTo("x");
    }

    @Test
    void movesThatMoveNothingFallAway() {
      assertThat(simplified(ops.slice(x, 1, 0, 3))).isEqualTo("x");
      assertThat(simplified(ops.pad(x, List.of(0, 0), List.of(0, 0)))).isEqualTo("x");
      assertThat(simplified(ops.concat(1, x))).isEqualTo("x");
      assertThat(simplified(ops.reverse(x))).isEqualTo("x");
      assertThat(simplified(ops.reverse(ops.reverse(x, 1), 1))).isEqualTo("x");
      assertThat(simplified(ops.emit(new Layout.Broadcast(MATRIX), x))).isEqualTo("x");
    }

    @Test
    void aSliceOfASliceIsOne() {
      Function function =
          Rewrites.simplify(
              ops.function("f", Map.of("y", ops.slice(ops.slice(row, 0, 1, 2), 0, 1, 1))));
      assertThat(function.toString()).contains("slice{starts=[2]}(%row) : f32[1]");
    }
  }

  @Nested
  class Reductions {

    @Test
    void axesOfSizeOneAreDroppedWithoutASum() {
      Value column = ops.reshape(ops.sum(x, 1), Shape.of(BATCH, Dim.of(1)));
      assertThat(simplified(ops.sum(column, 1))).isEqualTo("sum(x)");
      assertThat(simplified(ops.reduceMax(column, 1))).isEqualTo("sum(x)");
      assertThat(simplified(ops.cumSum(column, 1, false))).isEqualTo("reshape[batch, 1](sum(x))");
      assertThat(simplified(ops.emit(new Reduction.Sum(List.of()), x))).isEqualTo("x");
    }
  }

  @Nested
  class Products {

    private final Value w = ops.input("w", TensorType.f32(Shape.of(5, 3)));

    private String text(Value product) {
      return Rewrites.simplify(ops.function("f", Map.of("y", product))).toString();
    }

    @Test
    void transposesBecomeFlags() {
      assertThat(text(ops.matmul(x, ops.transpose(w, 1, 0)))).contains("matmul{NT}(%x, %w)");
      assertThat(text(ops.matmul(ops.transpose(x, 1, 0), true, ops.transpose(w, 1, 0), false)))
          .contains("matmul{NT}(%x, %w)");
      assertThat(text(ops.matmul(ops.transpose(x, 1, 0), false, y, false)))
          .contains("matmul{TN}(%x, %y)");
    }

    @Test
    void transposesOfLeadingAxesStay() {
      Value cube = ops.input("cube", TensorType.f32(Shape.of(4, 4, 4)));
      Value moved = ops.transpose(cube, 1, 0, 2);
      assertThat(text(ops.matmul(moved, false, cube, false))).contains("transpose");
      Value turned = ops.transpose(cube, 0, 2, 1);
      assertThat(text(ops.matmul(turned, false, cube, false))).contains("matmul{TN}(%cube, %cube)");
    }
  }

  @Nested
  class CommonSubexpressionsAreShared {

    private List<Op> operations(Value... results) {
      Map<String, Value> outputs = new LinkedHashMap<>();
      for (Value result : results) {
        outputs.put("y" + outputs.size(), result);
      }
      return Rewrites.simplify(ops.function("f", outputs)).nodes().stream()
          .map(node -> node.op())
          .filter(op -> !(op instanceof Source.Parameter))
          .toList();
    }

    @Test
    void equalNodesAreEmittedOnce() {
      assertThat(operations(ops.mul(ops.exp(x), ops.exp(x)))).hasSize(2);
      assertThat(operations(ops.topK(x, 2).get(0), ops.topK(x, 2).get(1))).hasSize(1);
    }

    @Test
    void theOrderOfOperandsMatters() {
      assertThat(operations(ops.sub(x, y), ops.sub(y, x))).hasSize(2);
    }

    @Test
    void attributesMatter() {
      assertThat(operations(ops.slice(row, 0, 0, 2), ops.slice(row, 0, 1, 2))).hasSize(2);
    }

    @Test
    void equalRandomBitsAreTheSameBits() {
      Value key = ops.input("key", new TensorType(DType.I32, Shape.of(2)));
      Shape shape = Shape.of(4);
      assertThat(operations(ops.randomBits(key, 1, shape), ops.randomBits(key, 1, shape)))
          .hasSize(1);
      assertThat(operations(ops.randomBits(key, 1, shape), ops.randomBits(key, 2, shape)))
          .hasSize(2);
    }

    @Test
    void compositesBuiltApartAreEqualByTheirBodies() {
      assertThat(operations(Composites.softmax(ops, x), Composites.softmax(ops, x))).hasSize(1);
      Value once = ops.composite("f", Map.of(), List.of(x), (o, in) -> o.exp(in.getFirst()));
      Value other = ops.composite("f", Map.of(), List.of(x), (o, in) -> o.log(in.getFirst()));
      assertThat(operations(once, other)).hasSize(2);
    }

    @Test
    void nestedCompositesAreEqualByTheirInnermostBodies() {
      assertThat(operations(nestedComposite(2), nestedComposite(2))).hasSize(1);
      assertThat(operations(nestedComposite(2), nestedComposite(3))).hasSize(2);
    }

    private Value nestedComposite(double number) {
      return ops.composite(
          "outer",
          Map.of(),
          List.of(x),
          (o, in) ->
              o.composite("inner", Map.of(), in, (p, deep) -> p.mul(deep.getFirst(), number)));
    }

    @Test
    void theScopeOfTheFirstStays() {
      Value first = ops.within("a", () -> ops.exp(x));
      Value second = ops.within("b", () -> ops.exp(x));
      Function function = Rewrites.simplify(ops.function("f", Map.of("y", first, "z", second)));
      assertThat(function.outputs().get("y")).isSameAs(function.outputs().get("z"));
      assertThat(function.outputs().get("y").node().scope()).isEqualTo("a");
    }
  }

  @Test
  void aCompositesBodyStaysAsItIs() {
    Value twice = ops.composite("f", Map.of(), List.of(x), (o, in) -> o.neg(o.neg(in.getFirst())));
    Function function = ops.function("f", Map.of("y", twice));
    Function simple = Rewrites.simplify(function);
    assertThat(simple.outputs().get("y").op()).isSameAs(twice.op());
  }

  @Test
  void simplifyingTwiceChangesNothingMore() {
    Value loss =
        ops.meanAll(Composites.square(ops, ops.sub(ops.sigmoid(ops.add(ops.mul(x, 2), row)), y)));
    Function once = Rewrites.simplify(ops.function("f", Map.of("loss", loss)));
    assertThat(Rewrites.simplify(once)).hasToString(once.toString());
  }
}
