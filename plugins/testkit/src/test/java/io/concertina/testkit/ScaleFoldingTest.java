package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ir.Composites;
import io.concertina.ir.Contraction;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Networks with factors and offsets anywhere, folded and not, in 64 bits. */
class ScaleFoldingTest {

  private static final int FEATURES = 4;
  private static final Dim BATCH = Dim.named("batch");
  private static final Map<String, Integer> SIZES = Map.of("batch", 3);

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void foldingKeepsEveryResultAndAddsNoProduct(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 10_000) Integer> choices) {
    requireSameResults(Rewrites.simplify(network(choices)));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void foldingKeepsEveryResultOfConvolutionsToo(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 10_000) Integer> choices) {
    requireSameResults(Rewrites.simplify(images(choices)));
  }

  private void requireSameResults(Function function) {
    Function folded = Rewrites.simplify(Rewrites.foldScales(function));
    assertThat(products(folded)).isEqualTo(products(function));
    Map<String, ReferenceTensor> point = new HashMap<>();
    Random random = new Random(11);
    for (Value parameter : function.parameters()) {
      point.put(
          Function.parameter(parameter).name(),
          DifferentiableCase.Domain.real(parameter.shape()).sample(random, SIZES));
    }
    Map<String, ReferenceTensor> expected = interpreter.run(function, point).outputs();
    Map<String, ReferenceTensor> actual = interpreter.run(folded, point).outputs();
    expected.forEach(
        (name, value) -> {
          double[] numbers = value.toDoubles();
          for (int i = 0; i < numbers.length; i++) {
            assertThat(actual.get(name).toDoubles()[i])
                .as("%s[%d] of%n%s folded to%n%s", name, i, function, folded)
                .isCloseTo(numbers[i], within(1e-9 * Math.max(1, Math.abs(numbers[i]))));
          }
        });
  }

  /** Products with rows of a batch. */
  private static long products(Function function) {
    return function.nodes().stream()
        .filter(node -> node.op() instanceof Contraction.MatMul || node.op() instanceof Windowed)
        .filter(node -> !node.result().shape().isFixed())
        .count();
  }

  /**
   * A chain of operations picked by numbers; some of the values on the way are results, too. Its
   * one constant is a power of two, and so is 1 more, so that folding it in 32 bits is exact.
   */
  private static Function network(List<Integer> choices) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(FEATURES))));
    Value vector = ops.resident("vector", TensorType.f32(Shape.of(FEATURES)));
    Value row = ops.resident("row", TensorType.f32(Shape.of(1, FEATURES)));
    Value scalar = ops.resident("scalar", TensorType.f32(Shape.scalar()));
    Value matrix = ops.resident("matrix", TensorType.f32(Shape.of(FEATURES, FEATURES)));
    List<Value> numbers = List.of(vector, row, scalar, ops.constant(1));
    Map<String, Value> outputs = new LinkedHashMap<>();
    Value y = x;
    for (int choice : choices) {
      Value number = numbers.get(choice / 16 % numbers.size());
      Value before = y;
      y =
          switch (choice % 16) {
            case 0, 1, 2 -> ops.mul(y, number);
            case 3 -> ops.mul(number, y);
            case 4, 5 -> ops.add(y, number);
            case 6 -> ops.sub(y, number);
            case 7 -> ops.sub(number, y);
            case 8 -> ops.div(y, ops.add(ops.abs(number), 1));
            case 9, 10 -> ops.matmul(y, matrix);
            case 11 -> ops.matmul(y, false, matrix, true);
            case 12 -> Composites.relu(ops, y);
            case 13 -> ops.add(y, x);
            case 14 -> ops.reshape(ops.mul(split(ops, y), split(ops, number)), y.shape());
            default -> ops.neg(y);
          };
      if (choice % 7 == 0) {
        outputs.put("y" + outputs.size(), before);
      }
    }
    outputs.put("last", y);
    return Rewrites.inlineComposites(ops.function("network", outputs), _ -> false);
  }

  /**
   * The same with images: as many places on an axis as channels, so that no size tells them apart.
   */
  private static Function images(List<Integer> choices) {
    Ops ops = new Ops();
    Shape image = Shape.of(BATCH, Dim.of(FEATURES), Dim.of(FEATURES));
    Value x = ops.input("x", TensorType.f32(image));
    Value vector = ops.resident("vector", TensorType.f32(Shape.of(FEATURES)));
    Value column = ops.resident("column", TensorType.f32(Shape.of(FEATURES, 1)));
    Value scalar = ops.resident("scalar", TensorType.f32(Shape.scalar()));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(3, FEATURES, FEATURES)));
    Value depthwise = ops.resident("depthwise", TensorType.f32(Shape.of(3, 1, FEATURES)));
    Window window = Window.of(3).same(Shape.of(FEATURES));
    List<Value> numbers = List.of(vector, column, scalar);
    Value y = x;
    for (int choice : choices) {
      Value number = numbers.get(choice / 10 % numbers.size());
      y =
          switch (choice % 10) {
            case 0, 1 -> ops.mul(y, number);
            case 2 -> ops.add(y, number);
            case 3 -> ops.sub(y, number);
            case 4 -> ops.div(y, ops.add(ops.abs(number), 1));
            case 5, 6 -> ops.conv(y, kernel, window, 1);
            case 7 -> ops.convTransposed(y, kernel, window, 1, Shape.of(FEATURES));
            case 8 -> ops.conv(y, depthwise, window, FEATURES);
            default -> Composites.relu(ops, y);
          };
    }
    return Rewrites.inlineComposites(ops.function("images", Map.of("y", y)), _ -> false);
  }

  private static Value split(Ops ops, Value value) {
    return switch (value.shape().rank()) {
      case 0 -> value;
      case 1 -> ops.reshape(value, Shape.of(1, FEATURES));
      default -> ops.expand(value, 1);
    };
  }
}
