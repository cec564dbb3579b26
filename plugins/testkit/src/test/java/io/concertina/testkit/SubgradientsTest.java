package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The derivatives that the rules choose where there is none, and those at singular points. */
class SubgradientsTest {

  /** The gradient of Σ f(x...) by every operand. */
  private static List<double[]> gradients(
      BiFunction<Ops, List<Value>, Value> map, double[]... points) {
    Ops ops = new Ops();
    Map<String, ReferenceTensor> point = new HashMap<>();
    for (double[] elements : points) {
      Shape shape = Shape.of(elements.length);
      String name = "x" + point.size();
      ops.input(name, TensorType.f32(shape));
      point.put(name, ReferenceTensor.of(shape, elements));
    }
    List<Value> inputs = ops.parameters();
    List<Value> gradients = Gradients.of(ops, ops.sumAll(map.apply(ops, inputs)), inputs);
    Map<String, Value> outputs = new LinkedHashMap<>();
    gradients.forEach(gradient -> outputs.put("d" + outputs.size(), gradient));
    return new ReferenceInterpreter()
        .run(ops.function("f", outputs), point).outputs().values().stream()
            .map(SubgradientsTest::unsignedZeros)
            .toList();
  }

  private static double[] unsignedZeros(ReferenceTensor tensor) {
    return Arrays.stream(tensor.toDoubles()).map(element -> element + 0.0).toArray();
  }

  private static double[] gradient(BiFunction<Ops, Value, Value> map, double... point) {
    return gradients((ops, in) -> map.apply(ops, in.getFirst()), point).getFirst();
  }

  @Test
  void theGradientOfAbsIsZeroAtZero() {
    assertThat(gradient(Ops::abs, -2, 0, 3)).containsExactly(-1, 0, 1);
  }

  @Test
  void theGradientOfReluIsZeroAtZero() {
    assertThat(gradient(Composites::relu, -2, 0, 3)).containsExactly(0, 0, 1);
  }

  @Test
  void equalOperandsShareTheGradientOfTheirMaximum() {
    List<double[]> gradients =
        gradients(
            (ops, in) -> ops.max(in.get(0), in.get(1)),
            new double[] {1, 2, 3},
            new double[] {2, 2, 2});
    assertThat(gradients.get(0)).containsExactly(0, 0.5, 1);
    assertThat(gradients.get(1)).containsExactly(1, 0.5, 0);
  }

  @Test
  void equalOperandsShareTheGradientOfTheirMinimum() {
    List<double[]> gradients =
        gradients(
            (ops, in) -> ops.min(in.get(0), in.get(1)),
            new double[] {1, 2, 3},
            new double[] {2, 2, 2});
    assertThat(gradients.get(0)).containsExactly(1, 0.5, 0);
    assertThat(gradients.get(1)).containsExactly(0, 0.5, 1);
  }

  @Test
  void equalElementsShareTheGradientOfTheirExtreme() {
    assertThat(gradient((ops, x) -> ops.reduceMax(x, 0), 5, 1, 5, 5, 2))
        .containsExactly(1 / 3.0, 0, 1 / 3.0, 1 / 3.0, 0);
    assertThat(gradient((ops, x) -> ops.reduceMin(x, 0), 5, 1, 1)).containsExactly(0, 0.5, 0.5);
  }

  @Test
  void theFirstOfEqualElementsIsAmongTheLargest() {
    assertThat(gradient((ops, x) -> ops.topK(x, 2).getFirst(), 4, 7, 4, 4))
        .containsExactly(1, 1, 0, 0);
  }

  @Test
  void theGradientOfAPowerIsFiniteWhereTheFormulaIsNot() {
    List<double[]> gradients =
        gradients(
            (ops, in) -> ops.pow(in.get(0), in.get(1)),
            new double[] {0, 0, 0, -2, 2},
            new double[] {0, 1, 2, 3, 0});
    assertThat(gradients.get(0)).containsExactly(0, 1, 0, 12, 0);
    assertThat(gradients.get(1)).containsExactly(0, 0, 0, 0, Math.log(2));
  }

  @Test
  void theSecondGradientOfAPowerIsFiniteWhereTheBaseIsZero() {
    double[] second =
        gradient(
            (ops, x) -> {
              Value cube = ops.pow(x, ops.constantLike(x, 3));
              return Gradients.of(ops, ops.sumAll(cube), List.of(x)).getFirst();
            },
            0,
            2);
    assertThat(second).containsExactly(0, 12);
  }

  @Test
  void theMixedSecondGradientOfAPowerIsThatOfTheFormulaAlsoAtExponentZero() {
    List<double[]> second =
        gradients(
            (ops, in) -> {
              Value power = ops.sumAll(ops.pow(in.get(0), in.get(1)));
              return Gradients.of(ops, power, List.of(in.get(0))).getFirst();
            },
            new double[] {2, 0, 4},
            new double[] {0, 0, 1});
    assertThat(second.get(0)).containsExactly(0, 0, 0);
    assertThat(second.get(1)).containsExactly(0.5, 1, 1 + Math.log(4));
  }

  @Test
  void theGradientOfSoftplusAtZeroIsOneHalf() {
    assertThat(gradient(Composites::softplus, 0)).containsExactly(0.5);
  }

  @Test
  void theGradientOfTheCrossEntropyOfALogitOfZeroIsThatOfTheSigmoid() {
    List<double[]> gradients =
        gradients(
            (ops, in) -> Composites.binaryCrossEntropyWithLogits(ops, in.get(0), in.get(1)),
            new double[] {0, 0, 0},
            new double[] {0, 0.25, 1});
    assertThat(gradients.get(0)).containsExactly(0.5, 0.25, -0.5);
  }

  @Test
  void aSelectionHidesTheGradientOfTheBranchThatIsNotTaken() {
    assertThat(
            gradient(
                (ops, x) -> {
                  Value positive = ops.lt(ops.constantLike(x, 0), x);
                  return ops.select(positive, ops.mul(x, x), ops.neg(x));
                },
                3,
                -3))
        .containsExactly(6, -1);
  }

  @Test
  void clippedProbabilitiesHaveNoGradient() {
    List<double[]> gradients =
        gradients(
            (ops, in) -> Composites.binaryCrossEntropy(ops, in.get(0), in.get(1)),
            new double[] {0, 1, 0.5},
            new double[] {1, 0, 1});
    assertThat(gradients.get(0)).containsExactly(0, 0, -2);
  }
}
