package io.concertina.ir.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RewritesTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final TensorType MATRIX = TensorType.f32(Shape.of(BATCH, Dim.of(4)));

  private final Ops ops = new Ops();

  /** A rewrite with a name for the report. */
  record Rewrite(String name, UnaryOperator<Function> apply) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Rewrite> rewrites() {
    return List.of(
        new Rewrite("inlineComposites", f -> Rewrites.inlineComposites(f, _ -> false)),
        new Rewrite("specialize", f -> Rewrites.specialize(f, Map.of("time", 2))),
        new Rewrite("stabilize", Rewrites::stabilize),
        new Rewrite("simplify", Rewrites::simplify));
  }

  @ParameterizedTest
  @MethodSource("rewrites")
  void aRewriteKeepsTheSignatureTheResultsAndTheScopes(Rewrite rewrite) {
    Value unused = ops.input("unused", new TensorType(DType.I32, Shape.of(2)));
    Value w = ops.within("dense", () -> ops.resident("w", MATRIX));
    Value x = ops.input("x", MATRIX);
    Value y = ops.within("dense", () -> ops.mul(x, w));
    Value next = ops.within("update", () -> ops.sub(w, y));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("z", y);
    outputs.put("a", ops.exp(y));
    outputs.put("given", unused);
    Function function = ops.function("step", outputs, Map.of("w", next));
    Function rewritten = rewrite.apply().apply(function);
    assertThat(rewritten).hasToString(function.toString());
    assertThat(rewritten.parameters())
        .extracting(value -> value.node().scope())
        .containsExactly("", "dense", "");
  }

  @ParameterizedTest
  @MethodSource("rewrites")
  void aRewriteLeavesItsArgumentAlone(Rewrite rewrite) {
    Value x = ops.input("x", MATRIX);
    Value y = ops.mul(Composites.softmax(ops, ops.neg(ops.neg(x))), 1);
    Function function = ops.function("f", Map.of("y", y));
    String before = function.toString();
    assertThat(rewrite.apply().apply(function)).isNotSameAs(function);
    assertThat(function).hasToString(before);
  }

  @Nested
  class Inlining {

    @Test
    void aBodyTakesThePlaceOfItsComposite() {
      Value x = ops.input("x", MATRIX);
      Value y = ops.within("act", () -> Composites.relu(ops, x));
      Function function = ops.function("f", Map.of("y", y));
      assertThat(Rewrites.inlineComposites(function, _ -> false))
          .hasToString(
              """
              function f(
                  %x: f32[batch, 4]) {
                # act
                %0 = constant{0.0} : f32[]
                %1 = broadcast(%0) : f32[batch, 4]
                %2 = le(%x, %1) : bool[batch, 4]
                %3 = select(%2, %1, %x) : f32[batch, 4]
                return y = %3
              }
              """);
    }

    @Test
    void compositesInsideOfBodiesAreInlinedToo() {
      Value x = ops.input("x", MATRIX);
      Value t = ops.input("t", MATRIX);
      Value loss = Composites.categoricalCrossEntropyWithLogits(ops, x, t);
      Function inlined =
          Rewrites.inlineComposites(ops.function("f", Map.of("loss", loss)), _ -> false);
      assertThat(inlined.nodes()).noneMatch(node -> node.op() instanceof Composite);
    }

    @Test
    void aKeptCompositeStaysAlsoInsideOfABody() {
      Value x = ops.input("x", MATRIX);
      Value t = ops.input("t", MATRIX);
      Value loss = Composites.categoricalCrossEntropyWithLogits(ops, x, t);
      Function inlined =
          Rewrites.inlineComposites(
              ops.function("f", Map.of("loss", loss)),
              composite -> composite.name().equals("log_softmax"));
      assertThat(inlined.nodes())
          .filteredOn(node -> node.op() instanceof Composite)
          .extracting(node -> node.op().mnemonic())
          .containsExactly("log_softmax");
    }

    @Test
    void aCompositeOfSeveralResultsIsInlined() {
      Ops inner = new Ops();
      Value a = inner.input("a", MATRIX);
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs.put("same", a);
      outputs.put("sum", inner.sum(a, 1));
      Composite both = new Composite("both", 1, Map.of(), inner.function("both", outputs));
      Value x = ops.input("x", MATRIX);
      List<Value> results = ops.emitAll(both, List.of(x));
      Function inlined =
          Rewrites.inlineComposites(
              ops.function(
                  "f", Map.of("y", ops.mul(results.get(0), ops.expand(results.get(1), 1)))),
              _ -> false);
      assertThat(inlined.toString()).contains("%0 = sum{axes=[1]}(%x)").contains("mul(%x, %2)");
    }
  }

  @Nested
  class Specializing {

    @Test
    void namesBecomeNumbersEverywhere() {
      Value x = ops.input("x", MATRIX);
      Value key = ops.input("key", new TensorType(DType.I32, Shape.of(2)));
      Value tiled = ops.broadcast(x, MATRIX.shape().prepend(Dim.of(2)));
      Value flat = ops.reshape(tiled, Shape.of(BATCH.times(Dim.of(8))));
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs.put("flat", flat);
      outputs.put("part", ops.slice(x, 1, 1, 2));
      outputs.put("counts", ops.iota(MATRIX.as(DType.I32), 0));
      outputs.put("bits", ops.randomBits(key, 3, MATRIX.shape()));
      outputs.put("size", ops.dimSize(BATCH.times(Dim.of(4))));
      outputs.put("soft", Composites.softmax(ops, x));
      Function special =
          Rewrites.specialize(ops.function("f", outputs), Map.of("batch", 5, "other", 7));
      assertThat(special)
          .hasToString(
              """
              function f(
                  %x: f32[5, 4],
                  %key: i32[2]) {
                %0 = broadcast(%x) : f32[2, 5, 4]
                %1 = reshape(%0) : f32[40]
                %2 = slice{starts=[0, 1]}(%x) : f32[5, 2]
                %3 = iota{axis=0} : i32[5, 4]
                %4 = random_bits{stream=0x3}(%key) : i32[5, 4]
                %5 = constant{20.0} : f32[]
                %6 = softmax@1{axis=-1}(%x) : f32[5, 4]
                return flat = %1
                return part = %2
                return counts = %3
                return bits = %4
                return size = %5
                return soft = %6
              }
              """);
      assertThat(Rewrites.inlineComposites(special, _ -> false).toString()).doesNotContain("batch");
    }

    @Test
    void namesWithoutANumberStay() {
      Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.named("time"))));
      Value mean = ops.meanAll(x);
      Function special =
          Rewrites.specialize(ops.function("f", Map.of("y", mean)), Map.of("batch", 3));
      assertThat(special.toString()).contains("%x: f32[3, time]", "dim_size{time*3}");
    }

    @Test
    void aNegativeSizeIsRefused() {
      ops.input("x", MATRIX);
      Function function = ops.function("f", Map.of());
      assertThatThrownBy(() -> Rewrites.specialize(function, Map.of("batch", -1)))
          .isInstanceOf(ShapeException.class)
          .hasMessage("dimension: expected a size of at least 0, got -1");
    }
  }

  @Nested
  class Stabilizing {

    private final Value x = ops.input("x", MATRIX);
    private final Value t = ops.input("t", MATRIX);

    private List<String> composites(Value loss) {
      Function stable = Rewrites.stabilize(ops.function("f", Map.of("loss", loss)));
      return stable.nodes().stream()
          .filter(node -> node.op() instanceof Composite)
          .map(node -> node.op().mnemonic())
          .toList();
    }

    @Test
    void binaryCrossEntropyOfASigmoidTakesTheLogits() {
      Value loss = ops.within("loss", () -> Composites.binaryCrossEntropy(ops, ops.sigmoid(x), t));
      assertThat(Rewrites.stabilize(ops.function("f", Map.of("loss", loss))))
          .hasToString(
              """
              function f(
                  %x: f32[batch, 4],
                  %t: f32[batch, 4]) {
                # loss
                %0 = binary_cross_entropy_with_logits@1(%x, %t) : f32[batch, 4]
                return loss = %0
              }
              """);
    }

    @Test
    void categoricalCrossEntropyOfASoftmaxTakesTheLogits() {
      Value loss = Composites.categoricalCrossEntropy(ops, Composites.softmax(ops, x), t);
      assertThat(composites(loss)).containsExactly("categorical_cross_entropy_with_logits");
    }

    @Test
    void reshapesBetweenActivationAndLossDoNotHinder() {
      Shape image = Shape.of(BATCH, Dim.of(2), Dim.of(2));
      Value p = ops.reshape(ops.reshape(ops.sigmoid(x), Shape.of(BATCH.times(Dim.of(4)))), image);
      Value loss = Composites.binaryCrossEntropy(ops, p, ops.reshape(t, image));
      Function stable = Rewrites.stabilize(ops.function("f", Map.of("loss", loss)));
      assertThat(stable.toString())
          .contains("binary_cross_entropy_with_logits")
          .doesNotContain("sigmoid");
      assertThat(stable.outputs().get("loss").shape()).isEqualTo(image);
    }

    @Test
    void aSoftmaxWhoseAxisIsReshapedAwayStays() {
      Shape other = Shape.of(BATCH, Dim.of(2), Dim.of(2));
      Value p = ops.reshape(Composites.softmax(ops, x), other);
      Value loss = Composites.categoricalCrossEntropy(ops, p, ops.reshape(t, other));
      assertThat(composites(loss)).containsExactly("softmax", "categorical_cross_entropy");
      Shape same = Shape.of(BATCH, Dim.of(1), Dim.of(4));
      Value q = ops.reshape(Composites.softmax(ops, x), same);
      assertThat(composites(Composites.categoricalCrossEntropy(ops, q, ops.reshape(t, same))))
          .containsExactly("categorical_cross_entropy_with_logits");
    }

    @Test
    void probabilitiesFromElsewhereStay() {
      assertThat(composites(Composites.binaryCrossEntropy(ops, x, t)))
          .containsExactly("binary_cross_entropy");
      assertThat(composites(Composites.binaryCrossEntropy(ops, Composites.softmax(ops, x), t)))
          .containsExactly("softmax", "binary_cross_entropy");
      assertThat(composites(Composites.categoricalCrossEntropy(ops, ops.sigmoid(x), t)))
          .containsExactly("categorical_cross_entropy");
      assertThat(composites(Composites.binaryCrossEntropy(ops, x, ops.sigmoid(t))))
          .containsExactly("binary_cross_entropy");
    }

    @Test
    void anActivationThatOthersReadStaysForThem() {
      Value p = ops.sigmoid(x);
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs.put("loss", Composites.binaryCrossEntropy(ops, p, t));
      outputs.put("reconstruction", p);
      assertThat(Rewrites.stabilize(ops.function("f", outputs)).toString())
          .contains("sigmoid(%x)", "binary_cross_entropy_with_logits@1(%x, %t)");
    }
  }
}
