package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
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

/** Rewrites of arbitrary functions against the reference interpreter. */
class RewritesTest {

  private static final Map<String, Integer> SIZES = Map.of("batch", 2);

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void simplifyingKeepsEveryResult(
      @ForAll @Size(min = 1, max = 10) List<@IntRange(max = 1_000_000) Integer> choices) {
    Function function = new Generated(choices).function();
    assertSame(function, Rewrites.simplify(function));
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void inliningSpecializingAndSimplifyingKeepEveryResult(
      @ForAll @Size(min = 1, max = 10) List<@IntRange(max = 1_000_000) Integer> choices) {
    Function function = new Generated(choices).function();
    Function special = Rewrites.specialize(Rewrites.inlineComposites(function, _ -> false), SIZES);
    assertSame(function, special);
    assertSame(function, Rewrites.simplify(special));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void simplifyingASimpleFunctionChangesNothing(
      @ForAll @Size(min = 1, max = 10) List<@IntRange(max = 1_000_000) Integer> choices) {
    Function simple = Rewrites.simplify(new Generated(choices).function());
    assertThat(Rewrites.simplify(simple)).hasToString(simple.toString());
  }

  private void assertSame(Function function, Function rewritten) {
    Map<String, ReferenceTensor> point = new HashMap<>();
    Random random = new Random(7);
    for (Value parameter : function.parameters()) {
      point.put(
          Function.parameter(parameter).name(),
          DifferentiableCase.Domain.real(parameter.shape()).sample(random, SIZES));
    }
    Map<String, ReferenceTensor> expected = interpreter.run(function, point).outputs();
    Map<String, ReferenceTensor> actual = interpreter.run(rewritten, point).outputs();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, value) -> {
          assertThat(actual.get(name).type()).isEqualTo(value.type());
          assertThat(unsignedZeros(actual.get(name)))
              .as("%s of%n%s rewritten to%n%s", name, function, rewritten)
              .isEqualTo(unsignedZeros(value));
        });
  }

  /** Rewrites may change the sign of a zero. */
  private static double[] unsignedZeros(ReferenceTensor tensor) {
    double[] elements = tensor.toDoubles();
    for (int i = 0; i < elements.length; i++) {
      elements[i] += 0.0;
    }
    return elements;
  }

  /**
   * A function made of a list of numbers, each of which picks an operation and its operands.
   *
   * <p>Its constants and sizes are powers of two and grow by at most one bit per operation, so that
   * folding them in 32 bits is exact; no divisor is zero.
   */
  private static final class Generated {

    private static final Dim BATCH = Dim.named("batch");
    private static final Shape MATRIX = Shape.of(BATCH, Dim.of(4));

    private final Ops ops = new Ops();
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final Value matrix;
    private int digits;

    Generated(List<Integer> choices) {
      matrix = input("matrix", MATRIX);
      input("row", Shape.of(4));
      input("column", Shape.of(BATCH, Dim.of(1)));
      input("scalar", Shape.scalar());
      values.addAll(inputs);
      for (double number : List.of(0.0, 1.0, -1.0, 2.0, 0.5)) {
        values.add(ops.constant(number));
        values.add(ops.constantLike(matrix, number));
      }
      for (int choice : choices) {
        digits = choice;
        values.add(next());
      }
    }

    private Value input(String name, Shape shape) {
      Value input = ops.input(name, TensorType.f32(shape));
      inputs.add(input);
      return input;
    }

    private int digit(int bound) {
      int digit = digits % bound;
      digits /= bound;
      return digit;
    }

    private Value any() {
      return values.get(values.size() - 1 - digit(values.size()));
    }

    private Value given() {
      return values.get(digit(14));
    }

    private Value full() {
      return ops.broadcast(any(), MATRIX);
    }

    private Value next() {
      return switch (digit(24)) {
        case 0 -> ops.neg(any());
        case 1 -> ops.abs(any());
        case 2 -> ops.add(any(), any());
        case 3 -> ops.sub(any(), any());
        case 4 -> ops.mul(any(), given());
        case 5 -> ops.mul(given(), any());
        case 6 -> ops.div(any(), inputs.get(digit(inputs.size())));
        case 7 -> ops.max(any(), any());
        case 8 -> ops.min(any(), any());
        case 9 -> ops.tanh(any());
        case 10 -> ops.sigmoid(any());
        case 11 -> ops.select(ops.lt(any(), any()), any(), any());
        case 12 -> ops.select(ops.not(ops.le(any(), any())), any(), any());
        case 13 -> Composites.relu(ops, any());
        case 14 -> Composites.softmax(ops, full());
        case 15 -> ops.expand(ops.sum(full(), 1), 1);
        case 16 -> ops.reduceMax(full(), 0);
        case 17 -> ops.meanAll(any());
        case 18 -> ops.transpose(ops.neg(ops.transpose(full(), 1, 0)), 1, 0);
        case 19 -> ops.reshape(ops.neg(ops.reshape(full(), flat())), MATRIX);
        case 20 -> ops.pad(ops.slice(full(), 1, 1, 2), List.of(0, 1), List.of(0, 1));
        case 21 -> product(full(), full());
        case 22 -> ops.stopGradient(any());
        default -> ops.slice(ops.concat(1, full(), full()), 1, 2, 4);
      };
    }

    private static Shape flat() {
      return Shape.of(BATCH.times(Dim.of(4)));
    }

    private Value product(Value x, Value y) {
      return ops.matmul(ops.matmul(x, ops.transpose(y, 1, 0)), y);
    }

    Function function() {
      Map<String, Value> outputs = new LinkedHashMap<>();
      for (Value value :
          values.subList(values.size() - Math.min(3, values.size()), values.size())) {
        outputs.put("y" + outputs.size(), value);
      }
      Value loss = ops.meanAll(values.getLast());
      for (Value gradient : Gradients.of(ops, loss, inputs)) {
        outputs.put("d" + outputs.size(), gradient);
      }
      return ops.function("generated", outputs);
    }
  }
}
