package io.concertina.testkit.cases;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every elementwise operation on ordinary numbers, for every element type and many shapes. */
final class ElementwiseCases {

  static final List<Elementwise.Unary> UNARY =
      List.of(
          new Elementwise.Neg(),
          new Elementwise.Abs(),
          new Elementwise.Sign(),
          new Elementwise.Exp(),
          new Elementwise.Log(),
          new Elementwise.Expm1(),
          new Elementwise.Log1p(),
          new Elementwise.Sqrt(),
          new Elementwise.Rsqrt(),
          new Elementwise.Tanh(),
          new Elementwise.Sigmoid(),
          new Elementwise.Erf(),
          new Elementwise.Floor(),
          new Elementwise.Round(),
          new Elementwise.Not(),
          new Elementwise.IsFinite());

  static final List<Elementwise.Binary> BINARY =
      List.of(
          new Elementwise.Add(),
          new Elementwise.Sub(),
          new Elementwise.Mul(),
          new Elementwise.Div(),
          new Elementwise.Pow(),
          new Elementwise.Max(),
          new Elementwise.Min(),
          new Elementwise.And(),
          new Elementwise.Or(),
          new Elementwise.Eq(),
          new Elementwise.Lt(),
          new Elementwise.Le());

  private final Samples samples = new Samples(1);

  Stream<EngineCase> all() {
    return Stream.of(
            UNARY.stream().flatMap(this::of),
            BINARY.stream().flatMap(this::of),
            Stream.of(new Elementwise.Select()).flatMap(this::of),
            Arrays.stream(DType.values()).map(Elementwise.Cast::new).flatMap(this::of),
            Stream.of(new Elementwise.StopGradient()).flatMap(this::of))
        .flatMap(cases -> cases);
  }

  private Stream<EngineCase> of(Elementwise op) {
    return switch (op) {
      case Elementwise.Unary unary -> unary(unary);
      case Elementwise.Binary binary -> binary(binary);
      case Elementwise.Select select ->
          each(DType.values(), dtype -> onShapes(select, dtype, shape -> branches(dtype, shape)));
      case Elementwise.Cast cast ->
          each(DType.values(), dtype -> onShapes(cast, dtype, shape -> castable(dtype, shape)));
      case Elementwise.StopGradient stop ->
          each(DType.values(), dtype -> onShapes(stop, dtype, shape -> any(dtype, shape)));
    };
  }

  private Stream<EngineCase> unary(Elementwise.Unary op) {
    return switch (op) {
      case Elementwise.Neg _, Elementwise.Abs _, Elementwise.Sign _ ->
          Stream.of(floats(op, 0, -1000, 1000), onShapes(op, DType.I32, this::anyInts));
      case Elementwise.Floor _, Elementwise.Round _, Elementwise.IsFinite _ ->
          Stream.of(floats(op, 0, -1000, 1000));
      case Elementwise.Exp _, Elementwise.Expm1 _ -> Stream.of(floats(op, 0, -20, 20));
      case Elementwise.Log _, Elementwise.Sqrt _, Elementwise.Rsqrt _ ->
          Stream.of(floats(op, 1, 1e-3, 1000));
      case Elementwise.Log1p _ -> Stream.of(floats(op, 0, -0.99, 100));
      case Elementwise.Tanh _, Elementwise.Sigmoid _, Elementwise.Erf _ ->
          Stream.of(floats(op, 0, -10, 10));
      case Elementwise.Not _ ->
          Stream.of(onShapes(op, DType.BOOL, shape -> any(DType.BOOL, shape)));
    };
  }

  private Stream<EngineCase> binary(Elementwise.Binary op) {
    return switch (op) {
      case Elementwise.Add _, Elementwise.Sub _, Elementwise.Mul _ ->
          Stream.of(
              onShapes(op, DType.F32, shape -> pair(s -> samples.floats(s, -100, 100), shape)),
              onShapes(op, DType.I32, shape -> pair(s -> anyInts(s).getFirst(), shape)));
      case Elementwise.Div _ ->
          Stream.of(
              onShapes(op, DType.F32, this::floatQuotient),
              onShapes(op, DType.I32, this::intQuotient));
      case Elementwise.Pow _ -> Stream.of(onShapes(op, DType.F32, this::power));
      case Elementwise.Max _,
          Elementwise.Min _,
          Elementwise.Eq _,
          Elementwise.Lt _,
          Elementwise.Le _ ->
          Stream.of(
              onShapes(op, DType.F32, shape -> pair(samples::coarse, shape)),
              onShapes(op, DType.I32, shape -> pair(s -> samples.ints(s, -2, 2), shape)));
      case Elementwise.And _, Elementwise.Or _ ->
          Stream.of(onShapes(op, DType.BOOL, shape -> pair(samples::booleans, shape)));
    };
  }

  private EngineCase floats(Elementwise.Unary op, double centre, double low, double high) {
    return onShapes(
        op, DType.F32, shape -> List.of(samples.floatsAround(centre, shape, low, high)));
  }

  private static EngineCase onShapes(
      Elementwise op, DType dtype, Function<Shape, List<Tensor>> operands) {
    String to = op instanceof Elementwise.Cast cast ? " to " + cast.dtype() : "";
    CaseBuilder builder = new CaseBuilder(CaseBuilder.name(op) + " of " + dtype + to);
    for (Shape shape : Samples.SHAPES) {
      builder.apply(op, operands.apply(shape).toArray(Tensor[]::new));
    }
    return builder.build();
  }

  private static Stream<EngineCase> each(DType[] dtypes, Function<DType, EngineCase> make) {
    return Arrays.stream(dtypes).map(make);
  }

  private static List<Tensor> pair(Function<Shape, Tensor> make, Shape shape) {
    return List.of(make.apply(shape), make.apply(shape));
  }

  private List<Tensor> any(DType dtype, Shape shape) {
    return List.of(samples.any(new TensorType(dtype, shape)));
  }

  private List<Tensor> anyInts(Shape shape) {
    return List.of(samples.ints(shape, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  /** Integers of all sizes; floating point numbers that fit i32, with zeros among them. */
  private List<Tensor> castable(DType from, Shape shape) {
    return switch (from) {
      case F32 ->
          List.of(shape.rank() == 1 ? samples.coarse(shape) : samples.floats(shape, -1e6, 1e6));
      case I32 -> shape.rank() == 1 ? List.of(samples.ints(shape, -2, 2)) : anyInts(shape);
      case BOOL -> List.of(samples.booleans(shape));
    };
  }

  private List<Tensor> branches(DType dtype, Shape shape) {
    TensorType type = new TensorType(dtype, shape);
    return List.of(samples.booleans(shape), samples.any(type), samples.any(type));
  }

  /** The divisor keeps away from 0. */
  private List<Tensor> floatQuotient(Shape shape) {
    boolean negative = shape.rank() % 2 == 0;
    return List.of(
        samples.floats(shape, -100, 100),
        samples.floats(shape, negative ? -100 : 0.1, negative ? -0.1 : 100));
  }

  /** Neither a division by 0 nor the one quotient that overflows. */
  private List<Tensor> intQuotient(Shape shape) {
    boolean negative = shape.rank() % 2 == 0;
    return List.of(
        samples.ints(shape, -Integer.MAX_VALUE, Integer.MAX_VALUE),
        samples.ints(shape, negative ? -1000 : 1, negative ? -1 : 1000));
  }

  private List<Tensor> power(Shape shape) {
    return List.of(samples.floats(shape, 0.05, 20), samples.floats(shape, -3, 3));
  }
}
