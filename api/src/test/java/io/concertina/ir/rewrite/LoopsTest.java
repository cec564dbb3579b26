package io.concertina.ir.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Cells;
import io.concertina.ir.Composites;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.ScanBuilder.Step;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the rewrites make of loops; that results stay, the testkit shows. */
class LoopsTest {

  private static final Dim TIME = Dim.named("time");
  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();

  private Value input(String name, Dim... dims) {
    return ops.input(name, TensorType.f32(Shape.of(dims)));
  }

  private Value weight(String name, int... sizes) {
    return ops.resident(name, TensorType.f32(Shape.of(sizes)));
  }

  private Step layer(Value x, Value w, Value u, Value b) {
    Value start = ops.broadcast(ops.constant(0), Shape.of(BATCH, Dim.of(2)));
    return ops.scan()
        .carry(start)
        .over(x)
        .with(w, u, b)
        .emit(
            (o, in) -> {
              Value h =
                  Cells.rnn(o, in.scanned(0), in.carried(0), in.fixed(0), in.fixed(1), in.fixed(2));
              return Step.of(List.of(h), List.of(h));
            });
  }

  private static List<Control.Scan> scans(Function function) {
    return function.nodes().stream()
        .map(Node::op)
        .filter(Control.Scan.class::isInstance)
        .map(Control.Scan.class::cast)
        .toList();
  }

  private static List<Op> ops(Function function) {
    return function.nodes().stream().map(Node::op).toList();
  }

  /** The loss and the gradients of a layer's weights. */
  private Function trained() {
    Value x = input("x", TIME, BATCH, Dim.of(3));
    List<Value> weights = List.of(weight("w", 3, 2), weight("u", 2, 2), weight("b", 2));
    Step layer = layer(x, weights.get(0), weights.get(1), weights.get(2));
    Value loss = ops.meanAll(ops.mul(layer.result(0), layer.result(0)));
    Map<String, Value> outputs = new LinkedHashMap<>(Map.of("loss", loss));
    Gradients.of(ops, loss, weights).forEach(g -> outputs.put("d" + outputs.size(), g));
    return ops.function("trained", outputs);
  }

  @Test
  void aFunctionWithoutALoopStaysTheSameObject() {
    Value x = input("x", BATCH);
    Function function = ops.function("plain", Map.of("y", ops.exp(x)));

    assertThat(Rewrites.loops(function)).isSameAs(function);
    assertThat(Rewrites.prepareLoops(function)).isSameAs(function);
    assertThat(Rewrites.hoistProducts(function, _ -> true)).isSameAs(function);
  }

  @Test
  void aLoopAndTheOneThatSavesItsResidualsBecomeOne() {
    Function function = trained();

    assertThat(scans(function)).hasSize(3);
    assertThat(scans(Rewrites.loops(function)))
        .extracting(Control.Scan::reverse)
        .containsExactly(false, true);
  }

  @Test
  void gradientsOfWeightsBecomeProductsBehindTheLoop() {
    Control.Scan back = scans(Rewrites.loops(trained())).getLast();

    assertThat(back.carried()).as("the gradient of the state alone").isEqualTo(1);
    assertThat(ops(back.body())).doesNotContain(new Contraction.MatMul(true, false));
  }

  @Test
  void whatIsRewrittenStaysAsItIsWhenItIsRewrittenAgain() {
    Function once = Rewrites.loops(trained());

    assertThat(Rewrites.loops(once)).hasToString(once.toString());
  }

  @Test
  void whatIsTheSameInEveryStepGoesInFrontOfTheLoop() {
    Value x = input("x", TIME, BATCH);
    Value bias = weight("bias", 1);
    Step made =
        ops.scan()
            .over(x)
            .with(bias)
            .emit(
                (o, in) -> {
                  Value same = o.exp(in.fixed(0));
                  return Step.of(List.of(), List.of(o.mul(in.scanned(0), same)));
                });
    Function hoisted = Rewrites.hoist(ops.function("f", Map.of("y", made.result(0))));

    assertThat(ops(hoisted)).contains(new Elementwise.Exp());
    assertThat(ops(scans(hoisted).getFirst().body()))
        .doesNotContain(new Elementwise.Exp())
        .anyMatch(Layout.Broadcast.class::isInstance);
  }

  @Test
  void aStackThatRepeatsOneValueIsWhatEveryStepSees() {
    Value code = input("code", BATCH, Dim.of(3));
    Value sequence = ops.broadcast(ops.expand(code, 1), Shape.of(BATCH, TIME, Dim.of(3)));
    Value x = input("x", TIME, BATCH, Dim.of(5));
    Step made =
        ops.scan()
            .over(x, ops.transpose(sequence, 1, 0, 2))
            .with(weight("w", 3, 5))
            .emit(
                (o, in) -> {
                  Value fed = o.matmul(in.scanned(1), in.fixed(0));
                  return Step.of(List.of(), List.of(o.mul(in.scanned(0), fed)));
                });
    Function hoisted = Rewrites.hoist(ops.function("f", Map.of("y", made.result(0))));

    assertThat(scans(hoisted).getFirst().scanned()).isEqualTo(1);
    assertThat(ops(scans(hoisted).getFirst().body()))
        .doesNotContain(new Contraction.MatMul(false, false));
  }

  @Test
  void theProductOfASliceAndAFixedMatrixGoesInFrontOfTheLoopIfItIsChosen() {
    Value x = input("x", TIME, BATCH, Dim.of(3));
    Step made =
        ops.scan()
            .over(x)
            .with(weight("w", 3, 5))
            .emit(
                (o, in) -> {
                  Value y = o.tanh(o.matmul(in.scanned(0), in.fixed(0)));
                  return Step.of(List.of(), List.of(y));
                });
    Function function = ops.function("f", Map.of("y", made.result(0)));

    assertThat(ops(scans(Rewrites.hoistProducts(function, _ -> false)).getFirst().body()))
        .contains(new Contraction.MatMul(false, false));
    assertThat(ops(scans(Rewrites.hoistProducts(function, _ -> true)).getFirst().body()))
        .doesNotContain(new Contraction.MatMul(false, false));
  }

  @Test
  void theBiasOfAProductGoesInFrontOfTheLoopWithIt() {
    Value x = input("x", TIME, BATCH, Dim.of(3));
    Value bias = weight("b", 5);
    Step made =
        ops.scan()
            .over(x)
            .with(weight("w", 3, 5), bias)
            .emit(
                (o, in) -> {
                  Value fed = o.add(o.matmul(in.scanned(0), in.fixed(0)), in.fixed(1));
                  return Step.of(List.of(), List.of(o.tanh(fed)));
                });
    Function function = ops.function("f", Map.of("y", made.result(0)));

    assertThat(ops(scans(Rewrites.hoistProducts(function, _ -> true)).getFirst().body()))
        .hasSize(2)
        .contains(new Elementwise.Tanh());
  }

  @Test
  void resultsAndCarriedValuesThatNothingNeedsAreDropped() {
    Value x = input("x", TIME, BATCH);
    Value start = input("start", BATCH);
    Step made =
        ops.scan()
            .carry(start, start)
            .over(x, x)
            .emit(
                (o, in) -> {
                  Value a = o.add(in.carried(0), in.scanned(0));
                  Value b = o.mul(in.carried(1), in.scanned(1));
                  return Step.of(List.of(a, b), List.of(a, b));
                });
    Function function = Rewrites.loops(ops.function("f", Map.of("y", made.result(1))));

    Control.Scan left = scans(function).getFirst();
    assertThat(left.carried()).isEqualTo(1);
    assertThat(left.scanned()).isEqualTo(1);
    assertThat(left.stacked()).isEqualTo(1);
  }

  @Test
  void equalLoopsAreComputedOnce() {
    Value x = input("x", TIME, BATCH);
    Function function = ops.function("f", Map.of("a", sums(x), "b", sums(x)));

    assertThat(scans(Rewrites.simplify(function))).hasSize(1);
  }

  private Value sums(Value x) {
    return ops.scan()
        .carry(ops.constantLike(ops.sum(x, 0), 0))
        .over(x)
        .emit(
            (o, in) -> {
              Value sum = o.add(in.carried(0), in.scanned(0));
              return Step.of(List.of(sum), List.of());
            })
        .carried(0);
  }

  @Test
  void rewritesReachTheBodiesOfLoopsInLoops() {
    Value x = input("x", TIME, BATCH, Dim.of(3));
    Value y = nested(x);
    Function function = ops.function("f", Map.of("y", y));

    Function inlined = Rewrites.inlineComposites(function, _ -> false);
    assertThat(inner(inlined).nodes())
        .noneMatch(node -> node.op() instanceof io.concertina.ir.Composite);
    Function bound = Rewrites.specialize(inlined, Map.of("time", 4, "batch", 2));
    assertThat(inner(bound).parameters()).allMatch(value -> value.shape().isFixed());
    assertThat(scans(bound).getFirst().steps()).isEqualTo(Dim.of(4));
  }

  private Value nested(Value x) {
    return ops.scan()
        .over(x)
        .emit(
            (o, in) -> {
              ScanBuilder columns = o.scan().over(o.transpose(in.scanned(0), 1, 0));
              Step made =
                  columns.emit(
                      (p, slot) ->
                          Step.of(List.of(), List.of(Composites.relu(p, slot.scanned(0)))));
              return Step.of(List.of(), made.results());
            })
        .result(0);
  }

  private static Function inner(Function function) {
    return scans(scans(function).getFirst().body()).getFirst().body();
  }

  @Test
  void aLoopIsWrittenOutStepByStep() {
    Value x = input("x", Dim.of(3), BATCH);
    Function function = ops.function("f", Map.of("y", sums(x)));

    Function unrolled = Rewrites.unroll(function, _ -> true);

    assertThat(scans(unrolled)).isEmpty();
    assertThat(ops(unrolled)).filteredOn(new Elementwise.Add()::equals).hasSize(3);
  }
}
