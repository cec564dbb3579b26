package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Graphs deeper than a thread's stack, as a long recurrence or a generated model gives them. */
class DeepGraphTest {

  private static final int DEPTH = 20_000;

  private final Ops ops = new Ops();
  private final Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(2))));

  private Function gradientOf(Value deep) {
    Value loss = ops.sumAll(deep);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("loss", loss);
    outputs.put("dx", Gradients.of(ops, loss, List.of(x)).getFirst());
    return ops.function("deep", outputs);
  }

  @Test
  void aChainOfOperationsIsDifferentiatedRewrittenAndPrinted() {
    Value y = x;
    for (int i = 0; i < DEPTH; i++) {
      y = ops.tanh(y);
    }
    Function function = gradientOf(y);
    Function special = Rewrites.specialize(function, Map.of("batch", 3));
    Function simple = Rewrites.simplify(Rewrites.stabilize(special));
    assertThat(simple.toString().lines().filter(line -> line.contains("tanh")).count())
        .isEqualTo(DEPTH);
    assertThat(simple.outputs().get("dx").type()).hasToString("f32[3, 2]");
  }

  @Test
  void aChainOfCompositesIsDifferentiatedInlinedAndSimplified() {
    Value y = x;
    for (int i = 0; i < DEPTH / 10; i++) {
      y = Composites.relu(ops, y);
    }
    Function inlined = Rewrites.inlineComposites(gradientOf(y), _ -> false);
    assertThat(inlined.nodes()).noneMatch(node -> node.op() instanceof Composite);
    assertThat(Rewrites.simplify(inlined).nodes()).hasSizeLessThan(inlined.nodes().size());
  }

  @Test
  void aValueOfManyUsersIsDifferentiated() {
    Value y = ops.exp(x);
    Value sum = y;
    for (int i = 0; i < DEPTH; i++) {
      sum = ops.add(sum, y);
    }
    Function simple = Rewrites.simplify(gradientOf(sum));
    assertThat(simple.outputs().get("dx").type()).isEqualTo(x.type());
  }

  @Test
  void compositesWithinCompositesAreUnfoldedHoweverDeep() {
    Function body = new Ops().function("none", Map.of());
    for (int level = 0; level < DEPTH / 4; level++) {
      Ops inner = new Ops();
      Value in = inner.input("x", x.type());
      Value out =
          level == 0
              ? inner.exp(in)
              : inner.emit(new Composite("level" + (level - 1), 1, Map.of(), body), in);
      body = inner.function("level" + level, Map.of("y", out));
    }
    Value y = ops.emit(new Composite("outermost", 1, Map.of(), body), x);
    Function function = gradientOf(y);
    Function special = Rewrites.specialize(Rewrites.simplify(function), Map.of("batch", 3));
    Function inlined = Rewrites.simplify(Rewrites.inlineComposites(special, _ -> false));
    assertThat(inlined.toString().lines().filter(line -> line.contains("exp("))).hasSize(1);
  }
}
