package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What the composites compute, in particular far from zero. */
class CompositesTest {

  private static final Shape ROWS = Shape.of(Dim.named("batch"), Dim.of(3));

  private static double[] values(BiFunction<Ops, Value, Value> map, double... x) {
    Ops ops = new Ops();
    Value y = map.apply(ops, ops.input("x", TensorType.f32(ROWS)));
    return run(ops.function("f", Map.of("y", y)), Map.of("x", rows(x)));
  }

  private static double[] losses(Loss loss, double[] prediction, double[] target) {
    Ops ops = new Ops();
    Value p = ops.input("p", TensorType.f32(ROWS));
    Value t = ops.input("t", TensorType.f32(ROWS));
    return run(
        ops.function("f", Map.of("y", loss.of(ops, p, t))),
        Map.of("p", rows(prediction), "t", rows(target)));
  }

  private interface Loss {
    Value of(Ops ops, Value prediction, Value target);
  }

  private static ReferenceTensor rows(double... elements) {
    return ReferenceTensor.of(Shape.of(elements.length / 3, 3), elements);
  }

  private static double[] run(Function function, Map<String, ReferenceTensor> arguments) {
    return new ReferenceInterpreter()
        .run(function, arguments)
        .outputs()
        .values()
        .iterator()
        .next()
        .toDoubles();
  }

  @Test
  void reluKeepsANan() {
    assertThat(values(Composites::relu, -1, Double.NaN, 2)).containsExactly(0, Double.NaN, 2);
  }

  @Test
  void softplusNeitherOverflowsNorVanishes() {
    assertThat(values(Composites::softplus, -800, 0, 800))
        .containsExactly(Math.exp(-800), Math.log(2), 800);
    assertThat(values(Composites::softplus, -40, 1, 40)[0]).isCloseTo(Math.exp(-40), within(1e-30));
  }

  @Test
  void softmaxIsADistributionAlsoOfHugeLogits() {
    assertThat(values(Composites::softmax, 1000, 1000, -1000)).containsExactly(0.5, 0.5, 0);
    double[] shares = values(Composites::softmax, 1, 2, 3, 0, 0, 0);
    assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, within(1e-15));
    assertThat(shares[2] / shares[1]).isCloseTo(Math.E, within(1e-14));
    assertThat(shares[3]).isCloseTo(1 / 3.0, within(1e-15));
  }

  @Test
  void logSoftmaxIsTheLogarithmOfSoftmax() {
    double[] logs = values(Composites::logSoftmax, 1, 2, 3);
    double[] shares = values(Composites::softmax, 1, 2, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(logs[i]).isCloseTo(Math.log(shares[i]), within(1e-14));
    }
    assertThat(values(Composites::logSoftmax, 1000, 0, 0)).containsExactly(0, -1000, -1000);
  }

  @Test
  void binaryCrossEntropyIsThatOfTheClippedProbability() {
    double[] losses =
        losses(
            Composites::binaryCrossEntropy, new double[] {0.25, 0.5, 0}, new double[] {1, 0.5, 1});
    assertThat(losses[0]).isCloseTo(Math.log(4), within(1e-15));
    assertThat(losses[1]).isCloseTo(Math.log(2), within(1e-15));
    assertThat(losses[2]).isCloseTo(-Math.log((float) 1e-7), within(1e-12));
  }

  @Test
  void bothFormsOfBinaryCrossEntropyAgree() {
    double[] logits = {-3, 0.5, 2};
    double[] targets = {0.1, 1, 0};
    double[] byLogits = losses(Composites::binaryCrossEntropyWithLogits, logits, targets);
    double[] byProbabilities =
        losses((o, x, t) -> Composites.binaryCrossEntropy(o, o.sigmoid(x), t), logits, targets);
    for (int i = 0; i < 3; i++) {
      assertThat(byLogits[i]).isCloseTo(byProbabilities[i], within(1e-14));
    }
  }

  @Test
  void binaryCrossEntropyOfHugeLogitsIsLinear() {
    assertThat(
            losses(
                Composites::binaryCrossEntropyWithLogits,
                new double[] {1000, -1000, 1000},
                new double[] {0, 1, 1}))
        .containsExactly(1000, 1000, 0);
  }

  @Test
  void bothFormsOfCategoricalCrossEntropyAgree() {
    double[] logits = {-3, 0.5, 2, 1, 1, -4};
    double[] targets = {0.2, 0.5, 0.3, 1, 0, 0};
    double[] byLogits = losses(Composites::categoricalCrossEntropyWithLogits, logits, targets);
    double[] byProbabilities =
        losses(
            (o, x, t) -> Composites.categoricalCrossEntropy(o, Composites.softmax(o, x), t),
            logits,
            targets);
    assertThat(byLogits).hasSize(2);
    assertThat(byLogits[0]).isCloseTo(byProbabilities[0], within(1e-14));
    assertThat(byLogits[1]).isCloseTo(byProbabilities[1], within(1e-14));
  }

  @Test
  void theStableFormHasAGradientWhereTheClippedOneHasNone() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(ROWS));
    Value t = ops.input("t", TensorType.f32(ROWS));
    Value loss = ops.sumAll(Composites.binaryCrossEntropy(ops, ops.sigmoid(x), t));
    Function plain = ops.function("loss", Map.of("loss", loss));
    Map<String, ReferenceTensor> point = Map.of("x", rows(-40, 40, 40), "t", rows(1, 0, 1));
    assertThat(gradient(plain, point)).containsExactly(0, 0, 0);
    double[] stable = gradient(Rewrites.stabilize(plain), point);
    assertThat(stable[0]).isCloseTo(-1, within(1e-15));
    assertThat(stable[1]).isCloseTo(1, within(1e-15));
    assertThat(stable[2]).isCloseTo(0, within(1e-15));
  }

  private static double[] gradient(Function loss, Map<String, ReferenceTensor> point) {
    Ops ops = new Ops();
    List<Value> inputs =
        loss.parameters().stream()
            .map(value -> ops.input(Function.parameter(value).name(), value.type()))
            .toList();
    Value copy = ops.inline(loss, inputs).values().iterator().next();
    Value gradient = Gradients.of(ops, copy, List.of(inputs.getFirst())).getFirst();
    return run(ops.function("gradient", Map.of("dx", gradient)), point);
  }
}
