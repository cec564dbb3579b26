package io.concertina.testkit;

import static io.concertina.testkit.DifferentiableCase.BATCH;
import static io.concertina.testkit.DifferentiableCase.Domain.between;
import static io.concertina.testkit.DifferentiableCase.Domain.real;

import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.ScanBuilder.Step;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.testkit.DifferentiableCase.Domain;
import java.util.List;
import java.util.function.BiFunction;

/** Loops to differentiate: in both directions, of several results, with lengths, in each other. */
final class DifferentiableLoops {

  private static final int STEPS = 5;
  private static final int FEATURES = 3;
  private static final int UNITS = 2;

  private static final Domain X = real(Shape.of(Dim.of(STEPS), BATCH, Dim.of(FEATURES)));
  private static final Domain STATE = between(-0.5, 0.7, Shape.of(BATCH, Dim.of(UNITS)));

  private DifferentiableLoops() {}

  static List<DifferentiableCase> all() {
    return List.of(
        DifferentiableCase.of("scan of a recurrent layer", loop(false), recurrent()),
        DifferentiableCase.of("scan in reverse", loop(true), recurrent()),
        DifferentiableCase.of("scan of a long memory", DifferentiableLoops::lstm, lstm()),
        DifferentiableCase.of("scan with lengths", lengths(false), lengthsOf()),
        DifferentiableCase.of("scan with lengths in reverse", lengths(true), lengthsOf()),
        DifferentiableCase.of(
            "scan of nothing but a state", DifferentiableLoops::powers, STATE, weights(UNITS)),
        DifferentiableCase.of("scan in a scan", DifferentiableLoops::nested, X, STATE),
        DifferentiableCase.of(
            "scan with composites, a counter and an unused result",
            DifferentiableLoops::mixed,
            X,
            real(Shape.of(FEATURES))),
        DifferentiableCase.of("scan of no steps", DifferentiableLoops::empty, STATE),
        DifferentiableCase.of("scan that forgets its operands", DifferentiableLoops::sums, X));
  }

  private static Domain weights(int rows) {
    return between(-0.6, 0.8, Shape.of(rows, UNITS));
  }

  private static Domain[] recurrent() {
    return new Domain[] {X, STATE, weights(FEATURES), weights(UNITS), real(Shape.of(UNITS))};
  }

  /** h' = tanh(x·W + h·U + b); the sum of the last state and of all states. */
  private static BiFunction<Ops, List<Value>, Value> loop(boolean reverse) {
    return (ops, in) -> {
      Step made =
          ops.scan()
              .carry(in.get(1))
              .over(in.get(0))
              .with(in.get(2), in.get(3), in.get(4))
              .reverse(reverse)
              .emit(DifferentiableLoops::cell);
      return ops.add(made.result(0), made.carried(0));
    };
  }

  private static Step cell(Ops o, ScanBuilder.In in) {
    Value fed = o.matmul(in.scanned(0), in.fixed(0));
    Value back = o.matmul(in.carried(0), in.fixed(1));
    Value h = o.tanh(o.add(o.add(fed, back), in.fixed(2)));
    return Step.of(List.of(h), List.of(h));
  }

  private static Domain[] lstm() {
    return new Domain[] {
      X,
      STATE,
      STATE,
      between(-0.6, 0.8, Shape.of(FEATURES, 4 * UNITS)),
      between(-0.6, 0.8, Shape.of(UNITS, 4 * UNITS)),
      real(Shape.of(4 * UNITS))
    };
  }

  /** Two states, of which results tell one, and a further result. */
  private static Value lstm(Ops ops, List<Value> in) {
    Step made =
        ops.scan()
            .carry(in.get(1), in.get(2))
            .over(in.get(0))
            .with(in.get(3), in.get(4), in.get(5))
            .emit(
                (o, step) -> {
                  Value fed = o.matmul(step.scanned(0), step.fixed(0));
                  Value z = o.add(fed, o.matmul(step.carried(0), step.fixed(1)));
                  z = o.add(z, step.fixed(2));
                  Value gate = o.sigmoid(o.slice(z, 1, 0, 3 * UNITS));
                  Value news = o.tanh(o.slice(z, 1, 3 * UNITS, UNITS));
                  Value kept = o.mul(o.slice(gate, 1, UNITS, UNITS), step.carried(1));
                  Value c = o.add(kept, o.mul(o.slice(gate, 1, 0, UNITS), news));
                  Value h = o.mul(o.slice(gate, 1, 2 * UNITS, UNITS), o.tanh(c));
                  return Step.of(List.of(h, c), List.of(h, o.sum(o.mul(c, h), 1)));
                });
    Value sums = ops.expand(made.result(1), 2);
    return ops.add(ops.add(made.result(0), sums), made.carried(1));
  }

  private static Domain[] lengthsOf() {
    return new Domain[] {X, STATE, weights(FEATURES), weights(UNITS), real(Shape.of(UNITS))};
  }

  /** Rows of 0, 2, 4, … of the steps. */
  private static BiFunction<Ops, List<Value>, Value> lengths(boolean reverse) {
    return (ops, in) -> {
      Value rows = ops.iota(new TensorType(DType.I32, Shape.of(BATCH)), 0);
      Step made =
          ops.scan()
              .carry(in.get(1))
              .over(in.get(0))
              .with(in.get(2), in.get(3), in.get(4))
              .reverse(reverse)
              .lengths(ops.mul(rows, ops.constantLike(rows, 2)))
              .emit(DifferentiableLoops::cell);
      return ops.add(made.result(0), made.carried(0));
    };
  }

  private static Value powers(Ops ops, List<Value> in) {
    return ops.scan()
        .carry(in.get(0))
        .with(in.get(1))
        .steps(Dim.of(3))
        .emit((o, step) -> Step.of(List.of(o.matmul(step.carried(0), step.fixed(0))), List.of()))
        .carried(0);
  }

  /** Every row of time is scanned again, over its features. */
  private static Value nested(Ops ops, List<Value> in) {
    return ops.scan()
        .carry(in.get(1))
        .over(in.get(0))
        .emit(
            (o, step) -> {
              Step inner =
                  o.scan()
                      .carry(step.carried(0))
                      .over(o.transpose(step.scanned(0), 1, 0))
                      .reverse(true)
                      .emit(
                          (p, slot) -> {
                            Value wave = p.mul(slot.carried(0), p.expand(slot.scanned(0), 1));
                            Value next = p.tanh(wave);
                            return Step.of(List.of(next), List.of(p.sum(next, 1)));
                          });
              Value total = o.sum(inner.result(0), 0);
              return Step.of(inner.carried(), List.of(total));
            })
        .result(0);
  }

  private static Value mixed(Ops ops, List<Value> in) {
    Step made =
        ops.scan()
            .carry(ops.constant(Tensor.scalar(0)), in.get(1))
            .over(in.get(0))
            .emit(
                (o, step) -> {
                  Value t = o.add(step.carried(0), o.constant(Tensor.scalar(1)));
                  Value soft = Composites.softmax(o, step.scanned(0));
                  Value part = Composites.relu(o, o.mul(soft, o.cast(t, DType.F32)));
                  Value next = o.mul(step.carried(1), o.mean(part, 0));
                  Value twice = o.mul(part, step.carried(1));
                  return Step.of(List.of(t, next), List.of(o.exp(next), twice));
                });
    return made.result(1);
  }

  private static Value empty(Ops ops, List<Value> in) {
    return ops.scan()
        .carry(in.get(0))
        .steps(Dim.of(0))
        .emit((o, step) -> Step.of(List.of(o.tanh(step.carried(0))), List.of()))
        .carried(0);
  }

  private static Value sums(Ops ops, List<Value> in) {
    return ops.scan()
        .carry(ops.constant(0))
        .over(in.get(0))
        .emit(
            (o, step) -> {
              Value sum = o.add(step.carried(0), o.sumAll(o.mul(step.scanned(0), 3)));
              return Step.of(List.of(sum), List.of());
            })
        .carried(0);
  }
}
