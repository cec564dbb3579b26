package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ir.Composite;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient rules against central differences in 64-bit arithmetic. */
class GradientsTest {

  private static final Set<Class<?>> WITHOUT_GRADIENT =
      Set.of(
          Elementwise.Sign.class,
          Elementwise.Floor.class,
          Elementwise.Round.class,
          Elementwise.Not.class,
          Elementwise.IsFinite.class,
          Elementwise.And.class,
          Elementwise.Or.class,
          Elementwise.Eq.class,
          Elementwise.Lt.class,
          Elementwise.Le.class,
          Elementwise.StopGradient.class,
          Reduction.ArgMax.class);

  static List<DifferentiableCase> cases() {
    return DifferentiableCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theGradientAgreesWithCentralDifferences(DifferentiableCase example) {
    for (int batch : List.of(1, 4)) {
      check(example, weighted(example), batch);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theGradientOfTheSquaredGradientAgreesWithCentralDifferences(DifferentiableCase example) {
    check(example, squaredGradient(example), 3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aSimplifiedGradientAgreesWithCentralDifferences(DifferentiableCase example) {
    Function plain = squaredGradient(example);
    check(example, Rewrites.simplify(Rewrites.inlineComposites(plain, _ -> false)), 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loops")
  void theGradientOfARewrittenLoopAgreesWithCentralDifferences(DifferentiableCase example) {
    check(example, Rewrites.loops(squaredGradient(example)), 3);
    check(example, Rewrites.hoistProducts(Rewrites.loops(weighted(example)), _ -> true), 2);
  }

  static List<DifferentiableCase> loops() {
    return DifferentiableLoops.all();
  }

  /**
   * The penalty of a contractive autoencoder, Σ (∂h/∂x)² of h = sigmoid(x·W), whose closed form is
   * Σ (h (1 - h))² Σ W² (S. Rifai et al., "Contractive Auto-Encoders", ICML 2011, equation 4).
   */
  @Test
  void aContractivePenaltyIsDifferentiated() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(DifferentiableCase.BATCH, Dim.of(3))));
    Value w = ops.input("w", TensorType.f32(Shape.of(3, 2)));
    Value h = ops.sigmoid(ops.matmul(x, w));
    Value penalty = ops.constant(0);
    for (int unit = 0; unit < 2; unit++) {
      Value slope = Gradients.of(ops, ops.sumAll(ops.slice(h, 1, unit, 1)), List.of(x)).getFirst();
      penalty = ops.add(penalty, ops.sumAll(ops.mul(slope, slope)));
    }
    Value spread = ops.mul(h, ops.sub(ops.constantLike(h, 1), h));
    Value norms = ops.sum(ops.mul(w, w), 0);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("penalty", penalty);
    outputs.put("closed", ops.sumAll(ops.mul(ops.mul(spread, spread), norms)));
    outputs.put("dw", Gradients.of(ops, penalty, List.of(w)).getFirst());
    Function function = ops.function("contractive", outputs);

    Random random = new Random(3);
    Map<String, ReferenceTensor> point = new HashMap<>();
    for (Value parameter : function.parameters()) {
      point.put(
          Function.parameter(parameter).name(),
          DifferentiableCase.Domain.real(parameter.shape()).sample(random, Map.of("batch", 4)));
    }
    Map<String, ReferenceTensor> results =
        new ReferenceInterpreter().run(function, point).outputs();
    assertThat(results.get("penalty").doubleAt(0))
        .isCloseTo(results.get("closed").doubleAt(0), within(1e-14));
    GradientCheck.exact().check(function, "penalty", Map.of("w", "dw"), point);
  }

  @Test
  void everyOperationWithAGradientHasACase() {
    Set<Class<?>> missing = new HashSet<>(operations(Op.class));
    missing.removeAll(WITHOUT_GRADIENT);
    missing.removeAll(operations(Source.class));
    missing.remove(Composite.class);
    for (DifferentiableCase example : cases()) {
      Function function = Rewrites.inlineComposites(weighted(example), _ -> false);
      function.nodes().stream().map(Node::op).map(Op::getClass).forEach(missing::remove);
    }
    assertThat(missing).isEmpty();
  }

  private static Set<Class<?>> operations(Class<?> family) {
    Set<Class<?>> found = new HashSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(List.of(family));
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (type.isSealed()) {
        open.addAll(List.of(type.getPermittedSubclasses()));
      } else {
        found.add(type);
      }
    }
    return found;
  }

  /** L = Σ w f(x) with weights w given as one more input, and dL/dx. */
  private static Function weighted(DifferentiableCase example) {
    Ops ops = new Ops();
    List<Value> inputs = example.inputs(ops);
    Value loss = weightedSum(ops, example.map().apply(ops, inputs));
    return withGradients(ops, example, inputs, loss);
  }

  /** M = L + Σ (dL/dx)², and dM/dx. */
  private static Function squaredGradient(DifferentiableCase example) {
    Ops ops = new Ops();
    List<Value> inputs = example.inputs(ops);
    Value loss = weightedSum(ops, example.map().apply(ops, inputs));
    Value total = loss;
    for (Value gradient : Gradients.of(ops, loss, inputs)) {
      total = ops.add(total, ops.sumAll(ops.mul(gradient, gradient)));
    }
    return withGradients(ops, example, inputs, total);
  }

  private static Value weightedSum(Ops ops, Value y) {
    return ops.sumAll(ops.mul(y, ops.input("weights", TensorType.f32(y.shape()))));
  }

  private static Function withGradients(
      Ops ops, DifferentiableCase example, List<Value> inputs, Value loss) {
    List<Value> gradients = Gradients.of(ops, loss, inputs);
    Map<String, Value> outputs = new LinkedHashMap<>(Map.of("loss", loss));
    for (int i = 0; i < gradients.size(); i++) {
      outputs.put("d" + example.names().get(i), gradients.get(i));
    }
    return ops.function(example.name(), outputs);
  }

  private static void check(DifferentiableCase example, Function function, int batch) {
    Map<String, Integer> sizes = Map.of("batch", batch);
    Map<String, ReferenceTensor> point = new HashMap<>(example.point(sizes));
    point.put("weights", weights(function, sizes));
    Map<String, String> gradients = new LinkedHashMap<>();
    example.names().forEach(name -> gradients.put(name, "d" + name));
    GradientCheck.holdingStopGradients().check(function, "loss", gradients, point);
  }

  private static ReferenceTensor weights(Function function, Map<String, Integer> sizes) {
    Value weights = function.parameters().getLast();
    return DifferentiableCase.Domain.real(weights.shape()).sample(new Random(17), sizes);
  }
}
