package io.concertina.testkit;

import static io.concertina.testkit.DifferentiableCase.BATCH;
import static io.concertina.testkit.DifferentiableCase.Domain.between;
import static io.concertina.testkit.DifferentiableCase.Domain.real;

import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.testkit.DifferentiableCase.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One case or more for every operation that a gradient passes through. */
final class DifferentiableCases {

  private static final Shape SCALAR = Shape.scalar();
  private static final Shape VECTOR = Shape.of(7);
  private static final Shape NAMED = Shape.of(BATCH, Dim.of(3));

  private DifferentiableCases() {}

  static List<DifferentiableCase> all() {
    List<DifferentiableCase> cases = new ArrayList<>();
    unary(cases);
    binary(cases);
    choices(cases);
    reductions(cases);
    layouts(cases);
    gathers(cases);
    contractions(cases);
    WindowedDifferentiableCases.addTo(cases);
    composites(cases);
    return cases;
  }

  private static void unary(List<DifferentiableCase> cases) {
    unary(cases, "neg", Ops::neg, DifferentiableCases::reals);
    unary(cases, "abs", Ops::abs, DifferentiableCases::reals);
    unary(cases, "exp", Ops::exp, DifferentiableCases::reals);
    unary(cases, "log", Ops::log, DifferentiableCases::positives);
    unary(cases, "expm1", Ops::expm1, DifferentiableCases::reals);
    unary(cases, "log1p", Ops::log1p, DifferentiableCases::positives);
    unary(cases, "sqrt", Ops::sqrt, DifferentiableCases::positives);
    unary(cases, "rsqrt", Ops::rsqrt, DifferentiableCases::positives);
    unary(cases, "tanh", Ops::tanh, DifferentiableCases::reals);
    unary(cases, "sigmoid", Ops::sigmoid, DifferentiableCases::reals);
    unary(cases, "erf", Ops::erf, DifferentiableCases::reals);
  }

  private static void unary(
      List<DifferentiableCase> cases,
      String name,
      BiFunction<Ops, Value, Value> map,
      Function<Shape, Domain> domain) {
    for (Shape shape : List.of(SCALAR, VECTOR, NAMED)) {
      cases.add(
          DifferentiableCase.of(
              name + " " + shape, (ops, in) -> map.apply(ops, in.getFirst()), domain.apply(shape)));
    }
  }

  private static void binary(List<DifferentiableCase> cases) {
    binary(cases, "add", Ops::add, real(NAMED), real(NAMED));
    binary(cases, "add", Ops::add, real(NAMED), real(Shape.of(3)));
    binary(cases, "sub", Ops::sub, real(VECTOR), real(VECTOR));
    binary(cases, "sub", Ops::sub, real(SCALAR), real(NAMED));
    binary(cases, "mul", Ops::mul, real(NAMED), real(NAMED));
    binary(cases, "mul", Ops::mul, real(Shape.of(BATCH, Dim.of(1))), real(NAMED));
    binary(cases, "div", Ops::div, real(NAMED), real(NAMED));
    binary(cases, "div", Ops::div, real(VECTOR), real(SCALAR));
    binary(cases, "pow", Ops::pow, between(0.3, 2, NAMED), real(NAMED));
    binary(cases, "pow", Ops::pow, between(0.3, 2, VECTOR), between(1.5, 4, SCALAR));
    binary(cases, "max", Ops::max, real(NAMED), real(NAMED));
    binary(cases, "max", Ops::max, between(-0.1, 0.1, VECTOR), real(SCALAR));
    binary(cases, "min", Ops::min, real(NAMED), real(NAMED));
    cases.add(
        DifferentiableCase.of(
            "mul (a value by itself)",
            (ops, in) -> ops.mul(in.getFirst(), in.getFirst()),
            real(NAMED)));
    cases.add(
        DifferentiableCase.of(
            "pow (negative base, constant exponent)",
            (ops, in) -> ops.pow(in.getFirst(), ops.constantLike(in.getFirst(), 3)),
            real(VECTOR)));
  }

  private static void binary(
      List<DifferentiableCase> cases, String name, Binary map, Domain x, Domain y) {
    cases.add(
        DifferentiableCase.of(
            "%s %s and %s".formatted(name, x.shape(), y.shape()),
            (ops, in) -> map.apply(ops, in.get(0), in.get(1)),
            x,
            y));
  }

  private interface Binary {
    Value apply(Ops ops, Value x, Value y);
  }

  private static void choices(List<DifferentiableCase> cases) {
    cases.add(
        DifferentiableCase.of(
            "select",
            (ops, in) -> ops.select(ops.lt(in.get(0), in.get(1)), in.get(0), ops.exp(in.get(2))),
            real(NAMED),
            real(NAMED),
            real(Shape.of(3))));
    cases.add(
        DifferentiableCase.of(
            "cast (from a truth value, through which none passes)",
            (ops, in) -> {
              Value x = in.getFirst();
              Value positive = ops.lt(ops.constantLike(x, 0), x);
              return ops.mul(x, ops.cast(positive, DType.F32));
            },
            real(NAMED)));
  }

  private static void reductions(List<DifferentiableCase> cases) {
    Shape cube = Shape.of(Dim.of(2), BATCH, Dim.of(3));
    reduction(cases, "sum [0]", (ops, x) -> ops.sum(x, 0), cube);
    reduction(cases, "sum [1, 2]", (ops, x) -> ops.sum(x, 1, 2), cube);
    reduction(cases, "sum [0, 2]", (ops, x) -> ops.sum(x, 0, 2), cube);
    reduction(cases, "sum (of everything)", Ops::sumAll, cube);
    reduction(cases, "mean", (ops, x) -> ops.mean(x, 1), cube);
    reduction(cases, "mean (of everything)", Ops::meanAll, cube);
    reduction(cases, "reduce_max [1]", (ops, x) -> ops.reduceMax(x, 1), cube);
    reduction(cases, "reduce_max [0, 2]", (ops, x) -> ops.reduceMax(x, 0, 2), cube);
    reduction(cases, "reduce_min [2]", (ops, x) -> ops.reduceMin(x, 2), cube);
    reduction(cases, "cumsum", (ops, x) -> ops.cumSum(x, 1, false), cube);
    reduction(cases, "cumsum (reverse)", (ops, x) -> ops.cumSum(x, 2, true), cube);
    reduction(cases, "top_k", (ops, x) -> ops.topK(x, 2).getFirst(), cube);
    reduction(cases, "top_k (of a vector)", (ops, x) -> ops.topK(x, 3).getFirst(), VECTOR);
  }

  private static void reduction(
      List<DifferentiableCase> cases, String name, BiFunction<Ops, Value, Value> map, Shape shape) {
    cases.add(DifferentiableCase.of(name, (ops, in) -> map.apply(ops, in.getFirst()), real(shape)));
  }

  private static void layouts(List<DifferentiableCase> cases) {
    Shape cube = Shape.of(BATCH, Dim.of(4), Dim.of(3));
    reduction(cases, "reshape", (o, x) -> o.reshape(x, Shape.of(BATCH, Dim.of(12))), cube);
    reduction(cases, "transpose", (o, x) -> o.transpose(x, 2, 0, 1), cube);
    reduction(
        cases,
        "broadcast (new axes)",
        (o, x) -> o.broadcast(x, Shape.of(Dim.of(2), BATCH, Dim.of(4), Dim.of(3))),
        cube);
    reduction(
        cases,
        "broadcast (stretched axes)",
        (o, x) -> o.broadcast(x, Shape.of(BATCH, Dim.of(5), Dim.of(3), Dim.of(2))),
        Shape.of(1, 3, 1));
    reduction(cases, "broadcast (a scalar)", (o, x) -> o.broadcast(x, NAMED), SCALAR);
    reduction(cases, "slice", (o, x) -> o.slice(x, 1, 1, 2), cube);
    reduction(cases, "pad", (o, x) -> o.pad(x, List.of(0, 1, 0), List.of(0, 2, 1)), cube);
    reduction(cases, "reverse", (o, x) -> o.reverse(x, 0, 2), cube);
    cases.add(
        DifferentiableCase.of(
            "concat",
            (o, in) -> o.concat(1, in.get(0), in.get(1), in.get(0)),
            real(NAMED),
            real(Shape.of(BATCH, Dim.of(2)))));
  }

  private static void gathers(List<DifferentiableCase> cases) {
    Tensor positions = Tensor.of(Shape.of(2, 2), 0, 2, 2, 2);
    cases.add(
        DifferentiableCase.of(
            "gather",
            (o, in) -> o.gather(in.getFirst(), o.constant(positions), 1, 0),
            real(Shape.of(BATCH, Dim.of(3), Dim.of(2)))));
    cases.add(
        DifferentiableCase.of(
            "gather (batch axes)",
            (o, in) -> o.gather(in.getFirst(), o.constant(positions), 1, 1),
            real(Shape.of(2, 3))));
    cases.add(
        DifferentiableCase.of(
            "scatter_add",
            (o, in) -> o.scatterAdd(in.get(0), o.constant(positions), in.get(1), 1, 0),
            real(NAMED),
            real(Shape.of(BATCH, Dim.of(2), Dim.of(2)))));
    cases.add(
        DifferentiableCase.of(
            "scatter_add (batch axes)",
            (o, in) -> o.scatterAdd(in.get(0), o.constant(positions), in.get(1), 1, 1),
            real(Shape.of(2, 3)),
            real(Shape.of(2, 2))));
  }

  private static void contractions(List<DifferentiableCase> cases) {
    for (boolean left : List.of(false, true)) {
      for (boolean right : List.of(false, true)) {
        Shape a = left ? Shape.of(Dim.of(3), BATCH) : NAMED;
        Shape b = right ? Shape.of(2, 3) : Shape.of(3, 2);
        contraction(cases, left, right, a, b);
        contraction(cases, left, right, a.prepend(Dim.of(2)), b.prepend(Dim.of(2)));
      }
    }
    cases.add(
        DifferentiableCase.of(
            "matmul (a matrix on the last of three axes)",
            (o, in) -> o.matmul(in.get(0), in.get(1)),
            real(Shape.of(Dim.of(2), BATCH, Dim.of(3))),
            real(Shape.of(3, 2))));
  }

  private static void contraction(
      List<DifferentiableCase> cases, boolean left, boolean right, Shape a, Shape b) {
    cases.add(
        DifferentiableCase.of(
            "matmul %s%s of rank %d".formatted(left ? "T" : "N", right ? "T" : "N", a.rank()),
            (o, in) -> o.matmul(in.get(0), left, in.get(1), right),
            real(a),
            real(b)));
  }

  private static void composites(List<DifferentiableCase> cases) {
    reduction(cases, "relu", Composites::relu, NAMED);
    reduction(cases, "softplus", Composites::softplus, NAMED);
    reduction(cases, "softmax", Composites::softmax, NAMED);
    reduction(cases, "log_softmax", Composites::logSoftmax, NAMED);
    reduction(
        cases,
        "softmax (along the first axis, which its body defines)",
        (o, x) ->
            o.composite(
                Composites.SOFTMAX,
                Map.of("axis", 0),
                List.of(x),
                (inner, in) -> {
                  Value exp = inner.exp(in.getFirst());
                  return inner.div(exp, inner.sum(exp, 0));
                }),
        NAMED);
    Domain shares = between(0.05, 0.95, NAMED);
    binary(cases, "binary_cross_entropy", Composites::binaryCrossEntropy, shares, shares);
    binary(
        cases,
        "binary_cross_entropy_with_logits",
        Composites::binaryCrossEntropyWithLogits,
        real(NAMED),
        shares);
    binary(cases, "categorical_cross_entropy", Composites::categoricalCrossEntropy, shares, shares);
    binary(
        cases,
        "categorical_cross_entropy_with_logits",
        Composites::categoricalCrossEntropyWithLogits,
        real(NAMED),
        shares);
    reduction(
        cases,
        "relu of a composite",
        (o, x) ->
            Composites.relu(
                o,
                o.composite(
                    "shifted",
                    Map.of(),
                    List.of(x),
                    (inner, in) -> Composites.softmax(inner, inner.add(in.getFirst(), 0.5)))),
        NAMED);
  }

  private static Domain reals(Shape shape) {
    return real(shape);
  }

  private static Domain positives(Shape shape) {
    return between(0.3, 2, shape);
  }
}
