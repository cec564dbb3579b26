package io.concertina.ir;

import io.concertina.ShapeException;
import io.concertina.ir.infer.Inference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Builds a graph of operations; the one place where nodes are made.
 *
 * <p>Each method emits the operation of its name, infers the result's type and fails with a {@link
 * ShapeException} that names the current {@link #within scope}. The methods on two operands
 * broadcast them against each other (axes align at the end, size 1 stretches), which the
 * representation itself spells out. Axes may be negative and then count from the end.
 *
 * <p>Not thread-safe. A finished graph is frozen by {@link #function}.
 */
public final class Ops {

  private final List<Value> parameters = new ArrayList<>();
  private int nodes;
  private String scope = "";

  // --- structure -------------------------------------------------------------------------------

  /** Path of the layer that is emitting now, for instance {@code encoder/dense_1}. */
  public String scope() {
    return scope;
  }

  /** Emits what {@code body} asks for under the scope {@code path}. */
  public <T> T within(String path, Supplier<T> body) {
    String outer = scope;
    scope = path;
    try {
      return body.get();
    } finally {
      scope = outer;
    }
  }

  /** True if the value was made by this builder; values of two builders do not mix. */
  public boolean owns(Value value) {
    return value.node().graph() == this;
  }

  /** Emits any operation and returns all of its results. */
  public List<Value> emitAll(Op op, List<Value> operands) {
    for (Value operand : operands) {
      if (!owns(operand)) {
        throw new ShapeException(
            op.path(scope),
            "operands of this graph",
            operand + " of another; a composite's body sees only its own operands");
      }
    }
    return node(op, operands, Inference.infer(op, operands, scope)).results();
  }

  /** Emits an operation that has one result. */
  public Value emit(Op op, Value... operands) {
    List<Value> results = emitAll(op, List.of(operands));
    if (results.size() != 1) {
      throw new ShapeException(op.path(scope), "one result", results.size());
    }
    return results.getFirst();
  }

  private Node node(Op op, List<Value> operands, List<TensorType> types) {
    return new Node(this, nodes++, op, operands, types, scope);
  }

  /** Declares a value that is handed over at every run. */
  public Value input(String name, TensorType type) {
    return parameter(new Source.Parameter(name, Source.Kind.INPUT), type);
  }

  /** Declares a value that the engine keeps between runs. */
  public Value resident(String name, TensorType type) {
    return parameter(new Source.Parameter(name, Source.Kind.RESIDENT), type);
  }

  /** Declares a parameter of the name, kind and type of one of another function. */
  public Value parameterLike(Value parameter) {
    return parameterLike(parameter, parameter.type());
  }

  /** Declares a parameter of the name and kind of one of another function. */
  public Value parameterLike(Value parameter, TensorType type) {
    return parameter(Function.parameter(parameter), type);
  }

  private Value parameter(Source.Parameter op, TensorType type) {
    Value value = node(op, List.of(), List.of(type)).result();
    parameters.add(value);
    return value;
  }

  /** The parameters declared so far. */
  public List<Value> parameters() {
    return List.copyOf(parameters);
  }

  /** Freezes the graph into a function without updates. */
  public Function function(String name, Map<String, Value> outputs) {
    return function(name, outputs, Map.of());
  }

  /** Freezes the graph into a function. */
  public Function function(String name, Map<String, Value> outputs, Map<String, Value> updates) {
    return new Function(name, parameters, outputs, updates);
  }

  /**
   * Emits a copy of a function's nodes with its parameters replaced.
   *
   * @param function what to copy; its updates are ignored
   * @param arguments one value per parameter, of the parameter's type
   * @return the outputs by name, in order
   */
  public Map<String, Value> inline(Function function, List<Value> arguments) {
    Map<Value, Value> copies = copies(function, arguments);
    Map<String, Value> outputs = new LinkedHashMap<>();
    function.outputs().forEach((name, value) -> outputs.put(name, copies.get(value)));
    return outputs;
  }

  /** Like {@link #inline}, but returns the copy of every value of the function. */
  public Map<Value, Value> copies(Function function, List<Value> arguments) {
    if (arguments.size() != function.parameters().size()) {
      throw new ShapeException(
          function.name(), function.parameters().size() + " arguments", arguments.size());
    }
    Map<Value, Value> copies = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      Value parameter = function.parameters().get(i);
      if (!parameter.type().equals(arguments.get(i).type())) {
        throw new ShapeException(
            function.name() + "/" + Function.parameter(parameter).name(),
            parameter.type().toString(),
            arguments.get(i).type());
      }
      copies.put(parameter, arguments.get(i));
    }
    for (Node node : function.nodes()) {
      if (!(node.op() instanceof Source.Parameter)) {
        copy(node, copies);
      }
    }
    return copies;
  }

  private void copy(Node node, Map<Value, Value> copies) {
    List<Value> operands = node.operands().stream().map(copies::get).toList();
    String path = node.scope().isEmpty() ? scope : node.scope();
    List<Value> results = within(path, () -> emitAll(node.op(), operands));
    for (int i = 0; i < results.size(); i++) {
      copies.put(node.results().get(i), results.get(i));
    }
  }

  /**
   * Emits a composite with one result.
   *
   * @param name lower case with underscores
   * @param attributes settings that the body is made from
   * @param operands what it is applied to
   * @param body emits the expansion on a graph of its own
   */
  public Value composite(
      String name,
      Map<String, Object> attributes,
      List<Value> operands,
      BiFunction<Ops, List<Value>, Value> body) {
    return composites(name, attributes, operands, (o, in) -> List.of(body.apply(o, in))).getFirst();
  }

  /** Emits a composite with any number of results, as {@link #composite} does with one. */
  public List<Value> composites(
      String name,
      Map<String, Object> attributes,
      List<Value> operands,
      BiFunction<Ops, List<Value>, List<Value>> body) {
    Ops inner = new Ops();
    List<Value> arguments =
        IntStream.range(0, operands.size())
            .mapToObj(i -> inner.input("x" + i, operands.get(i).type()))
            .toList();
    List<Value> results = body.apply(inner, arguments);
    Map<String, Value> outputs = new LinkedHashMap<>();
    results.forEach(y -> outputs.put(results.size() == 1 ? "y" : "y" + outputs.size(), y));
    Function expansion = inner.function(name, outputs);
    return emitAll(new Composite(name, 1, attributes, expansion), operands);
  }

  /** Starts to build a loop over time. */
  public ScanBuilder scan() {
    return new ScanBuilder(this);
  }

  // --- sources ---------------------------------------------------------------------------------

  /** A constant tensor. */
  public Value constant(Tensor value) {
    return emit(new Source.Constant(value));
  }

  /** A floating point scalar. */
  public Value constant(double value) {
    return constant(Tensor.scalar((float) value));
  }

  /** The number {@code value} in the type of {@code like}. */
  public Value constantLike(Value like, double value) {
    Tensor scalar =
        switch (like.dtype()) {
          case F32 -> Tensor.scalar((float) value);
          case I32 -> Tensor.scalar((int) value);
          case BOOL -> Tensor.ofBooleans(Shape.scalar(), value == 0 ? 0 : 1);
        };
    return broadcast(constant(scalar), like.shape());
  }

  /** Positions along an axis as a value of the given type. */
  public Value iota(TensorType type, int axis) {
    return emit(new Source.Iota(type, type.shape().axis(axis)));
  }

  /** 32 random bits per element; see {@link Source.RandomBits}. */
  public Value randomBits(Value key, long stream, Shape shape) {
    return emit(new Source.RandomBits(stream, shape), key);
  }

  /** A dimension's size as a floating point scalar. */
  public Value dimSize(Dim dim) {
    return emit(new Source.DimSize(dim));
  }

  // --- elementwise -----------------------------------------------------------------------------

  public Value neg(Value x) {
    return emit(new Elementwise.Neg(), x);
  }

  public Value abs(Value x) {
    return emit(new Elementwise.Abs(), x);
  }

  public Value sign(Value x) {
    return emit(new Elementwise.Sign(), x);
  }

  public Value exp(Value x) {
    return emit(new Elementwise.Exp(), x);
  }

  public Value log(Value x) {
    return emit(new Elementwise.Log(), x);
  }

  public Value expm1(Value x) {
    return emit(new Elementwise.Expm1(), x);
  }

  public Value log1p(Value x) {
    return emit(new Elementwise.Log1p(), x);
  }

  public Value sqrt(Value x) {
    return emit(new Elementwise.Sqrt(), x);
  }

  public Value rsqrt(Value x) {
    return emit(new Elementwise.Rsqrt(), x);
  }

  public Value tanh(Value x) {
    return emit(new Elementwise.Tanh(), x);
  }

  public Value sigmoid(Value x) {
    return emit(new Elementwise.Sigmoid(), x);
  }

  public Value erf(Value x) {
    return emit(new Elementwise.Erf(), x);
  }

  public Value floor(Value x) {
    return emit(new Elementwise.Floor(), x);
  }

  public Value round(Value x) {
    return emit(new Elementwise.Round(), x);
  }

  public Value not(Value x) {
    return emit(new Elementwise.Not(), x);
  }

  public Value isFinite(Value x) {
    return emit(new Elementwise.IsFinite(), x);
  }

  public Value add(Value x, Value y) {
    return binary(new Elementwise.Add(), x, y);
  }

  public Value sub(Value x, Value y) {
    return binary(new Elementwise.Sub(), x, y);
  }

  public Value mul(Value x, Value y) {
    return binary(new Elementwise.Mul(), x, y);
  }

  public Value div(Value x, Value y) {
    return binary(new Elementwise.Div(), x, y);
  }

  public Value pow(Value x, Value y) {
    return binary(new Elementwise.Pow(), x, y);
  }

  public Value max(Value x, Value y) {
    return binary(new Elementwise.Max(), x, y);
  }

  public Value min(Value x, Value y) {
    return binary(new Elementwise.Min(), x, y);
  }

  public Value and(Value x, Value y) {
    return binary(new Elementwise.And(), x, y);
  }

  public Value or(Value x, Value y) {
    return binary(new Elementwise.Or(), x, y);
  }

  public Value eq(Value x, Value y) {
    return binary(new Elementwise.Eq(), x, y);
  }

  public Value lt(Value x, Value y) {
    return binary(new Elementwise.Lt(), x, y);
  }

  public Value le(Value x, Value y) {
    return binary(new Elementwise.Le(), x, y);
  }

  /** x + c for a number. */
  public Value add(Value x, double c) {
    return add(x, constantLike(x, c));
  }

  /** x · c for a number. */
  public Value mul(Value x, double c) {
    return mul(x, constantLike(x, c));
  }

  private Value binary(Elementwise.Binary op, Value x, Value y) {
    Shape common = common(op, x.shape(), y.shape());
    return emit(op, broadcast(x, common), broadcast(y, common));
  }

  private Shape common(Elementwise op, Shape x, Shape y) {
    if (x.equals(y)) {
      return x;
    }
    int rank = Math.max(x.rank(), y.rank());
    List<Dim> dims = new ArrayList<>(rank);
    for (int axis = -rank; axis < 0; axis++) {
      Dim a = -axis <= x.rank() ? x.dim(axis) : Dim.of(1);
      Dim b = -axis <= y.rank() ? y.dim(axis) : Dim.of(1);
      if (!a.equals(b) && !a.isOne() && !b.isOne()) {
        throw new ShapeException(op.path(scope), "shapes that broadcast", x + " and " + y);
      }
      dims.add(a.isOne() ? b : a);
    }
    return new Shape(dims);
  }

  /** c ? a : b, broadcast to a common shape. */
  public Value select(Value condition, Value a, Value b) {
    Elementwise op = new Elementwise.Select();
    Shape common = common(op, common(op, condition.shape(), a.shape()), b.shape());
    return emit(op, broadcast(condition, common), broadcast(a, common), broadcast(b, common));
  }

  /** The same numbers as another type; nothing is emitted if they have it already. */
  public Value cast(Value x, DType dtype) {
    return x.dtype() == dtype ? x : emit(new Elementwise.Cast(dtype), x);
  }

  public Value stopGradient(Value x) {
    return emit(new Elementwise.StopGradient(), x);
  }

  // --- reductions ------------------------------------------------------------------------------

  /** Σ x over the axes, which are dropped. */
  public Value sum(Value x, int... axes) {
    return axes.length == 0 ? x : emit(new Reduction.Sum(axes(x, axes)), x);
  }

  /** Σ x over all axes: a scalar. */
  public Value sumAll(Value x) {
    return sum(x, all(x));
  }

  /** The largest element over the axes, which are dropped. */
  public Value reduceMax(Value x, int... axes) {
    return emit(new Reduction.ReduceMax(axes(x, axes)), x);
  }

  /** The smallest element over the axes, which are dropped. */
  public Value reduceMin(Value x, int... axes) {
    return emit(new Reduction.ReduceMin(axes(x, axes)), x);
  }

  public Value argMax(Value x, int axis) {
    return emit(new Reduction.ArgMax(x.shape().axis(axis)), x);
  }

  public Value cumSum(Value x, int axis, boolean reverse) {
    return emit(new Reduction.CumSum(x.shape().axis(axis), reverse), x);
  }

  /** The k largest elements along the last axis: values and positions. */
  public List<Value> topK(Value x, int k) {
    return emitAll(new Reduction.TopK(k), List.of(x));
  }

  /** (Σ x) / n over the axes, which are dropped; n is the product of their sizes at run time. */
  public Value mean(Value x, int... axes) {
    Dim count = axes(x, axes).stream().map(x.shape()::dim).reduce(Dim.of(1), Dim::times);
    return div(sum(x, axes), dimSize(count));
  }

  /** The mean of all elements: a scalar. */
  public Value meanAll(Value x) {
    return mean(x, all(x));
  }

  private static int[] all(Value x) {
    return IntStream.range(0, x.shape().rank()).toArray();
  }

  private static List<Integer> axes(Value x, int... axes) {
    return IntStream.of(axes).map(x.shape()::axis).sorted().boxed().toList();
  }

  // --- layout ----------------------------------------------------------------------------------

  /** The same elements under another shape; nothing is emitted if it is the same. */
  public Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : emit(new Layout.Reshape(shape), x);
  }

  /** Axes in another order. */
  public Value transpose(Value x, int... permutation) {
    return emit(new Layout.Transpose(IntStream.of(permutation).boxed().toList()), x);
  }

  /** Repeats elements to a shape; nothing is emitted if it is the same. */
  public Value broadcast(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : emit(new Layout.Broadcast(shape), x);
  }

  /** Inserts an axis of size 1. */
  public Value expand(Value x, int axis) {
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    int at = axis < 0 ? axis + dims.size() + 1 : axis;
    if (at < 0 || at > dims.size()) {
      throw new ShapeException(
          scope.isEmpty() ? "expand" : scope + "/expand",
          "a place from " + (-dims.size() - 1) + " to " + dims.size() + " for a new axis",
          axis);
    }
    dims.add(at, Dim.of(1));
    return reshape(x, new Shape(dims));
  }

  /** {@code count} positions along an axis from {@code start} on. */
  public Value slice(Value x, int axis, int start, int count) {
    int at = x.shape().axis(axis);
    List<Integer> starts =
        IntStream.range(0, x.shape().rank()).mapToObj(i -> i == at ? start : 0).toList();
    return emit(new Layout.Slice(starts, x.shape().with(at, Dim.of(count))), x);
  }

  public Value pad(Value x, List<Integer> before, List<Integer> after) {
    return emit(new Layout.Pad(before, after), x);
  }

  public Value concat(int axis, Value... parts) {
    return emit(new Layout.Concat(parts[0].shape().axis(axis)), parts);
  }

  public Value reverse(Value x, int... axes) {
    return emit(new Layout.Reverse(axes(x, axes)), x);
  }

  /** See {@link Layout.Gather}. */
  public Value gather(Value x, Value positions, int axis, int batchAxes) {
    return emit(new Layout.Gather(axis, batchAxes), x, positions);
  }

  /** See {@link Layout.ScatterAdd}. */
  public Value scatterAdd(Value x, Value positions, Value updates, int axis, int batchAxes) {
    return emit(new Layout.ScatterAdd(axis, batchAxes), x, positions, updates);
  }

  // --- contraction -----------------------------------------------------------------------------

  /**
   * x · w. A matrix w [in, out] maps the last axis of x [..., in], whatever x's rank; otherwise
   * both have the same leading axes.
   */
  public Value matmul(Value x, Value w) {
    if (w.shape().rank() == 2 && x.shape().rank() != 2 && x.shape().rank() >= 1) {
      Dim rows = x.shape().slice(0, x.shape().rank() - 1).elements();
      Value flat = reshape(x, Shape.of(rows, x.shape().last()));
      Value product = emit(new Contraction.MatMul(false, false), flat, w);
      return reshape(product, x.shape().with(-1, w.shape().last()));
    }
    return emit(new Contraction.MatMul(false, false), x, w);
  }

  /** Matrix product of the last two axes with optional transposes. */
  public Value matmul(Value x, boolean transposeLeft, Value y, boolean transposeRight) {
    return emit(new Contraction.MatMul(transposeLeft, transposeRight), x, y);
  }

  // --- windows ---------------------------------------------------------------------------------

  /**
   * Convolution of x [batch, s₁ … sₙ, channels] with kernel [k₁ … kₙ, channels / groups, filters];
   * see {@link Windowed.Conv}.
   */
  public Value conv(Value x, Value kernel, Window window, int groups) {
    return emit(new Windowed.Conv(window, groups), x, kernel);
  }

  /**
   * Transposed convolution of dy [batch, p₁ … pₙ, filters] to an image of the given spatial sizes;
   * see {@link Windowed.ConvInputGradient}.
   */
  public Value convTransposed(Value dy, Value kernel, Window window, int groups, Shape spatial) {
    return emit(new Windowed.ConvInputGradient(window, groups, spatial), dy, kernel);
  }

  /** The largest element under the window, per channel; see {@link Windowed.MaxPool}. */
  public Value maxPool(Value x, Window window) {
    return emit(new Windowed.MaxPool(window), x);
  }

  /** The mean under the window, per channel; see {@link Windowed.AvgPool}. */
  public Value avgPool(Value x, Window window, boolean countPadding) {
    return emit(new Windowed.AvgPool(window, countPadding), x);
  }
}
