package io.concertina.plugin.standard.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.concertina.ConfigurationException;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {

  private static final double[] WEIGHT = {1, -2};
  private static final double[][] GRADIENTS = {{0.5, -1}, {-0.25, 2}};

  /** A weight and its slots, moved step by step. */
  private static final class Walk {

    private final Optimizer optimizer;
    private final Shape shape;
    private final Function function;
    private final ReferenceInterpreter interpreter = new ReferenceInterpreter();
    private final List<double[]> tensors = new ArrayList<>();
    private int t;

    Walk(Optimizer optimizer, Shape shape, double... weight) {
      this.optimizer = optimizer;
      this.shape = shape;
      this.function = OptimizersTest.function(optimizer, shape);
      tensors.add(weight);
      for (String slot : optimizer.slots()) {
        tensors.add(
            DoubleStream.generate(() -> optimizer.initial(slot)).limit(weight.length).toArray());
      }
    }

    Walk step(double... gradient) {
      t++;
      Map<String, ReferenceTensor> arguments = new LinkedHashMap<>();
      arguments.put("g", ReferenceTensor.of(shape, gradient));
      arguments.put("rate", ReferenceTensor.scalar(optimizer.rate()));
      arguments.put("t", ReferenceTensor.scalar(t));
      for (int i = 0; i < tensors.size(); i++) {
        arguments.put("x" + i, ReferenceTensor.of(shape, tensors.get(i)));
      }
      Map<String, ReferenceTensor> results = interpreter.run(function, arguments).outputs();
      tensors.clear();
      results.values().forEach(value -> tensors.add(value.toDoubles()));
      return this;
    }

    double[] weight() {
      return tensors.getFirst();
    }

    List<double[]> slots() {
      return tensors.subList(1, tensors.size());
    }
  }

  /** x0 (the weight), x1 ... (its slots), g, rate, t → the next x0, x1 ... */
  private static Function function(Optimizer optimizer, Shape shape) {
    Ops ops = new Ops();
    List<Value> tensors = new ArrayList<>();
    for (int i = 0; i <= optimizer.slots().size(); i++) {
      tensors.add(ops.input("x" + i, TensorType.f32(shape)));
    }
    Optimizer.Step step =
        optimizer.step(
            ops,
            tensors.getFirst(),
            ops.input("g", TensorType.f32(shape)),
            tensors.subList(1, tensors.size()),
            ops.input("rate", TensorType.f32(Shape.scalar())),
            ops.input("t", TensorType.f32(Shape.scalar())));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("x0", step.weight());
    step.slots().forEach(slot -> outputs.put("x" + outputs.size(), slot));
    return ops.function("step", outputs);
  }

  /** After two steps on {@link #GRADIENTS}, worked out with 40 digits from the formulas. */
  static Stream<Arguments> walks() {
    return Stream.of(
        arguments(Optimizers.sgd(0.1), new double[] {0.975, -2.1}, List.of()),
        arguments(
            Optimizers.sgd(0.1).momentum(0.9),
            new double[] {0.93, -2.01},
            List.of(new double[] {-0.02, -0.11})),
        arguments(
            Optimizers.sgd(0.1).nesterov(0.9),
            new double[] {0.912, -2.109},
            List.of(new double[] {-0.02, -0.11})),
        arguments(
            Optimizers.rmsProp(0.1),
            new double[] {0.8312145661715695, -1.9694866486566978},
            List.of(new double[] {0.02875, 0.49})),
        arguments(
            Optimizers.adagrad(0.1),
            new double[] {0.9544095290906796, -1.993215233095121},
            List.of(new double[] {0.4125, 5.1})),
        arguments(
            Optimizers.adam(0.1),
            new double[] {0.8733670792079217, -1.9366106171503883},
            List.of(new double[] {0.02, 0.11}, new double[] {0.00031225, 0.004999})),
        arguments(
            Optimizers.adamW(0.1).weightDecay(0.5),
            new double[] {0.7808670475853451, -1.7466106013390499},
            List.of(new double[] {0.02, 0.11}, new double[] {0.00031225, 0.004999})));
  }

  @ParameterizedTest
  @MethodSource("walks")
  void movesByItsFormula(Optimizer optimizer, double[] weight, List<double[]> slots) {
    Walk walk = new Walk(optimizer, Shape.of(1, 2), WEIGHT);
    for (double[] gradient : GRADIENTS) {
      walk.step(gradient);
    }
    assertThat(walk.weight()).containsExactly(weight, within(2 * Evaluation.ROUNDED_CONSTANTS));
    assertThat(walk.slots()).hasSameSizeAs(slots);
    for (int i = 0; i < slots.size(); i++) {
      assertThat(walk.slots().get(i))
          .containsExactly(slots.get(i), within(Evaluation.ROUNDED_CONSTANTS));
    }
  }

  static Stream<Optimizer> all() {
    return walks().map(row -> (Optimizer) row.get()[0]);
  }

  @ParameterizedTest
  @MethodSource("all")
  void findsTheMinimumOfAParabola(Optimizer optimizer) {
    Walk walk = new Walk(optimizer, Shape.of(2), 3, -1);
    for (int i = 0; i < 1000; i++) {
      double[] w = walk.weight();
      walk.step(2 * (w[0] - 1), 2 * (w[1] + 0.5));
    }
    assertThat(walk.weight()).containsExactly(new double[] {1, -0.5}, within(0.06));
  }

  @Test
  void adamMovesByItsRateInTheFirstStepHoweverLargeTheGradient() {
    double[] w = new Walk(Optimizers.adam(0.01), Shape.of(3), 0, 0, 0).step(1e-3, -1, 1e5).weight();
    assertThat(w[0]).isCloseTo(-0.01, within(1e-4));
    assertThat(w[1]).isCloseTo(0.01, within(1e-7));
    assertThat(w[2]).isCloseTo(-0.01, within(1e-7));
  }

  @Test
  void adamCorrectsItsStartToAllDigitsOf32Bits() {
    Ops ops = new Ops();
    Value t = ops.input("t", TensorType.f32(Shape.scalar()));
    Value scalar = ops.constant(1);
    Value zero = ops.constant(0);
    Value next =
        new Adam(1, 0, 0.999, 1e-30)
            .step(ops, zero, scalar, List.of(zero, zero), scalar, t)
            .weight();
    double move =
        -new ReferenceInterpreter()
            .run(ops.function("step", Map.of("w", next)), Map.of("t", ReferenceTensor.scalar(1)))
            .outputs()
            .get("w")
            .doubleAt(0);
    assertThat(move).isCloseTo(1, within(1e-6));
  }

  @Test
  void weightDecayLeavesBiasesAlone() {
    Walk matrix = new Walk(Optimizers.adamW(0.1).weightDecay(0.5), Shape.of(1, 2), WEIGHT);
    Walk vector = new Walk(Optimizers.adamW(0.1).weightDecay(0.5), Shape.of(2), WEIGHT);
    assertThat(matrix.step(0, 0).weight())
        .containsExactly(new double[] {0.95, -1.9}, within(2 * Evaluation.ROUNDED_CONSTANTS));
    assertThat(vector.step(0, 0).weight()).containsExactly(WEIGHT);
  }

  @Test
  void withoutDecayAdamWIsAdam() {
    Walk adam = new Walk(Optimizers.adam(0.1), Shape.of(1, 2), WEIGHT);
    Walk decayed = new Walk(Optimizers.adamW(0.1).weightDecay(0), Shape.of(1, 2), WEIGHT);
    assertThat(decayed.step(1, 2).weight()).containsExactly(adam.step(1, 2).weight());
  }

  @Test
  void onlySgdWithMomentumKeepsAVelocity() {
    assertThat(Optimizers.sgd().slots()).isEmpty();
    assertThat(Optimizers.sgd().momentum(0.5).slots()).containsExactly("velocity");
  }

  @Test
  void whatIsOneNumberForAWeightIsComputedOnceAndNotPerElement() {
    assertThat(perElement(Optimizers.sgd())).isEqualTo(2);
    assertThat(perElement(Optimizers.sgd().momentum(0.9))).isEqualTo(4);
    assertThat(perElement(Optimizers.rmsProp())).isEqualTo(9);
    assertThat(perElement(Optimizers.adagrad())).isEqualTo(7);
    assertThat(perElement(Optimizers.adam())).isEqualTo(12);
    assertThat(perElement(Optimizers.adamW())).isEqualTo(14);
  }

  /** Arithmetic operations that run over all elements of a weight. */
  private static long perElement(Optimizer optimizer) {
    Shape shape = Shape.of(64, 32);
    return function(optimizer, shape).nodes().stream()
        .filter(node -> node.op() instanceof Elementwise)
        .map(Node::result)
        .filter(value -> value.shape().equals(shape))
        .count();
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Optimizers.adam(0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("adam.rate: expected a number above 0, got 0.0");
    assertThatThrownBy(() -> Optimizers.adam().beta1(1))
        .hasMessage("adam.beta1: expected at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> Optimizers.adam().beta2(-0.1)).hasMessageStartingWith("adam.beta2");
    assertThatThrownBy(() -> Optimizers.adam().epsilon(0)).hasMessageStartingWith("adam.epsilon");
    assertThatThrownBy(() -> Optimizers.adamW().weightDecay(-1))
        .hasMessageStartingWith("adamw.weight_decay");
    assertThatThrownBy(() -> Optimizers.sgd(Double.NaN)).hasMessageStartingWith("sgd.rate");
    assertThatThrownBy(() -> Optimizers.sgd().nesterov(0))
        .hasMessage("sgd.nesterov: expected a momentum above 0 with it, got 0.0");
    assertThatThrownBy(() -> Optimizers.rmsProp().rho(1)).hasMessageStartingWith("rmsprop.rho");
    assertThatThrownBy(() -> Optimizers.adagrad().initial(-1))
        .hasMessageStartingWith("adagrad.initial");
  }
}
