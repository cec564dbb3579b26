package io.concertina.testkit.cases;

import io.concertina.ir.Cells;
import io.concertina.ir.Composites;
import io.concertina.ir.Control;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.ScanBuilder.Step;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Loops in both directions, of any number of steps and of all types, and what training makes of
 * them: gradients, hoisted and sunk products.
 */
final class ControlCases {

  /** A stand-in per operation. */
  static final List<Control> OPERATIONS = List.of(identity());

  /** Steps, rows, features, units. */
  private static final int[][] SIZES = {
    {1, 1, 1, 1}, {2, 3, 5, 7}, {17, 1, 3, 8}, {5, 9, 8, 17}, {40, 2, 1, 3}, {3, 64, 31, 64}
  };

  private static final Dim TIME = Dim.named("time");
  private static final Dim BATCH = Dim.named("batch");

  private final Samples samples = new Samples(12);

  private static Control identity() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.scalar()));
    return new Control.Scan(ops.function("identity", Map.of("y", x)), 1, 0, Dim.of(1), false);
  }

  Stream<EngineCase> all() {
    return Stream.of(
        sums(false),
        sums(true),
        swaps(),
        types(),
        nothingScanned(),
        noSteps(),
        nested(),
        layer(false, false),
        layer(true, false),
        layer(false, true),
        layer(true, true),
        step(),
        gates(),
        equalLoops());
  }

  private EngineCase sums(boolean reverse) {
    CaseBuilder builder = new CaseBuilder("scan of running sums" + (reverse ? " in reverse" : ""));
    for (int steps : new int[] {1, 2, 7, 33}) {
      Value x = builder.input(samples.floats(Shape.of(steps, 9), -1, 1));
      Value start = builder.input(samples.floats(Shape.of(9), -1, 1));
      Step sums =
          builder
              .ops()
              .scan()
              .carry(start)
              .over(x)
              .reverse(reverse)
              .emit(
                  (o, in) -> {
                    Value sum = o.add(in.carried(0), in.scanned(0));
                    return Step.of(List.of(sum), List.of(sum, in.carried(0)));
                  });
      builder.outputs(sums.carried()).outputs(sums.results());
    }
    return builder.build();
  }

  /** Carried values change places, and one is what another was; results repeat. */
  private EngineCase swaps() {
    CaseBuilder builder = new CaseBuilder("scan that swaps what it carries");
    Value a = builder.input(samples.floats(Shape.of(3), -1, 1));
    Value b = builder.input(samples.floats(Shape.of(3), -1, 1));
    Value fixed = builder.input(samples.floats(Shape.of(3), -1, 1));
    Step made =
        builder
            .ops()
            .scan()
            .carry(a, b, b)
            .with(fixed)
            .steps(Dim.of(5))
            .emit(
                (o, in) ->
                    Step.of(
                        List.of(in.carried(1), in.carried(0), in.fixed(0)),
                        List.of(
                            in.carried(2),
                            o.neg(in.carried(0)),
                            in.fixed(0),
                            o.constantLike(in.carried(0), 2),
                            in.carried(2))));
    return builder.outputs(made.carried()).outputs(made.results()).build();
  }

  /** Integers and truth values are carried, scanned and given. */
  private EngineCase types() {
    CaseBuilder builder = new CaseBuilder("scan of every type");
    Value ints = builder.input(samples.ints(Shape.of(6, 4), -9, 9));
    Value flags = builder.input(samples.booleans(Shape.of(6, 4)));
    Value count = builder.input(samples.ints(Shape.of(4), 0, 3));
    Value seen = builder.input(samples.booleans(Shape.of(4)));
    Step made =
        builder
            .ops()
            .scan()
            .carry(count, seen)
            .over(ints, flags)
            .with(count)
            .emit(
                (o, in) -> {
                  Value next = o.add(in.carried(0), o.cast(in.scanned(1), DType.I32));
                  Value any = o.or(in.carried(1), in.scanned(1));
                  Value limit = o.lt(in.scanned(0), in.fixed(0));
                  return Step.of(List.of(next, any), List.of(o.max(next, in.scanned(0)), limit));
                });
    return builder.outputs(made.carried()).outputs(made.results()).build();
  }

  private EngineCase nothingScanned() {
    CaseBuilder builder = new CaseBuilder("scan of nothing but a state");
    Value start = builder.input(samples.floats(Shape.of(5, 3), -1, 1));
    Value matrix = builder.input(samples.floats(Shape.of(3, 3), -0.5, 0.5));
    Step made =
        builder
            .ops()
            .scan()
            .carry(start)
            .with(matrix)
            .steps(Dim.of(20))
            .emit(
                (o, in) -> {
                  Value next = o.tanh(o.matmul(in.carried(0), in.fixed(0)));
                  return Step.of(List.of(next), List.of(o.sum(next, 1)));
                });
    return builder.outputs(made.carried()).outputs(made.results()).build();
  }

  private EngineCase noSteps() {
    CaseBuilder builder = new CaseBuilder("scan of no steps");
    Value start = builder.input(samples.floats(Shape.of(5), -1, 1));
    Step made =
        builder
            .ops()
            .scan()
            .carry(start)
            .steps(Dim.of(0))
            .emit((o, in) -> Step.of(List.of(o.exp(in.carried(0))), List.of(in.carried(0))));
    return builder.outputs(made.carried()).outputs(made.results()).build();
  }

  private EngineCase nested() {
    CaseBuilder builder = new CaseBuilder("scan in a scan");
    Value x = builder.input(samples.floats(Shape.of(4, 3, 5), -1, 1));
    Value start = builder.input(samples.floats(Shape.of(5), -1, 1));
    Step made =
        builder
            .ops()
            .scan()
            .carry(start)
            .over(x)
            .with(start)
            .emit(
                (o, in) -> {
                  Step inner =
                      o.scan()
                          .carry(in.carried(0))
                          .over(in.scanned(0))
                          .with(in.fixed(0))
                          .reverse(true)
                          .emit(
                              (p, slot) -> {
                                Value wave = p.add(slot.carried(0), slot.scanned(0));
                                Value next = p.tanh(p.mul(wave, p.exp(slot.fixed(0))));
                                return Step.of(List.of(next), List.of(p.sum(next, 0)));
                              });
                  return Step.of(inner.carried(), List.of(Composites.softmax(o, inner.result(0))));
                });
    return builder.outputs(made.carried()).outputs(made.results()).build();
  }

  /** A recurrent layer over named sizes with its gradients, as it is and as training runs it. */
  private EngineCase layer(boolean rewritten, boolean lengths) {
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    int[] sizes = SIZES[lengths ? 3 : 1];
    Function function = layer(sizes, lengths, arguments);
    String name =
        "recurrent layer"
            + (lengths ? " with lengths" : "")
            + (rewritten ? ", hoisted and sunk" : "");
    return new EngineCase(name, rewritten ? Rewrites.loops(function) : function, arguments);
  }

  private Function layer(int[] sizes, boolean lengths, Map<String, Tensor> arguments) {
    int features = sizes[2];
    int units = sizes[3];
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(TIME, BATCH, Dim.of(features))));
    Value rows = ops.input("rows", new TensorType(DType.I32, Shape.of(BATCH)));
    Value start = ops.input("start", TensorType.f32(Shape.of(BATCH, Dim.of(units))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(features, units)));
    Value u = ops.resident("u", TensorType.f32(Shape.of(units, units)));
    Value b = ops.resident("b", TensorType.f32(Shape.of(units)));
    ScanBuilder builder = ops.scan().carry(start).over(x).with(w, u, b);
    Step made = (lengths ? builder.lengths(rows).reverse(true) : builder).emit(ControlCases::cell);
    Value loss = ops.meanAll(ops.mul(made.result(0), made.result(0)));
    List<Value> wrt = List.of(x, start, w, u, b);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("last", made.carried(0));
    outputs.put("all", made.result(0));
    List<Value> gradients = new ArrayList<>(Gradients.of(ops, loss, wrt));
    gradients.forEach(gradient -> outputs.put("d" + outputs.size(), gradient));
    int steps = sizes[0];
    int batch = sizes[1];
    arguments.put("x", samples.floats(Shape.of(steps, batch, features), -1, 1));
    arguments.put("rows", samples.ints(Shape.of(batch), 0, steps + 1));
    arguments.put("start", samples.floats(Shape.of(batch, units), -1, 1));
    arguments.put("w", samples.floats(Shape.of(features, units), -0.5, 0.5));
    arguments.put("u", samples.floats(Shape.of(units, units), -0.5, 0.5));
    arguments.put("b", samples.floats(Shape.of(units), -0.5, 0.5));
    return ops.function("layer", outputs);
  }

  private static Step cell(Ops o, ScanBuilder.In in) {
    Value fed = o.matmul(in.scanned(0), in.fixed(0));
    Value back = o.matmul(in.carried(0), in.fixed(1));
    Value h = o.tanh(o.add(o.add(fed, back), in.fixed(2)));
    return Step.of(List.of(h), List.of(h));
  }

  /** Cells whose gates are columns of one matrix, as short and as long as engines may care. */
  private EngineCase gates() {
    CaseBuilder builder = new CaseBuilder("gates of recurrent cells");
    Ops ops = builder.ops();
    for (int units : new int[] {3, 31, 32, 33, 64}) {
      Value x = builder.input(samples.floats(Shape.of(3, 5, 7), -1, 1));
      Value code = builder.input(samples.floats(Shape.of(5, 7), -1, 1));
      Value h = builder.input(samples.floats(Shape.of(5, units), -1, 1));
      Value w = builder.input(samples.floats(Shape.of(7, 4 * units), -0.5, 0.5));
      Value u = builder.input(samples.floats(Shape.of(units, 4 * units), -0.3, 0.3));
      Value b = builder.input(samples.floats(Shape.of(4 * units), -0.5, 0.5));
      Value repeated = ops.broadcast(code, Shape.of(3, 5, 7));
      Step made =
          ops.scan()
              .carry(h, h)
              .over(x, repeated)
              .with(w, u, b)
              .emit(
                  (o, in) -> {
                    Value fed = o.add(in.scanned(0), in.scanned(1));
                    List<Value> next =
                        Cells.lstm(
                            o,
                            fed,
                            in.carried(0),
                            in.carried(1),
                            in.fixed(0),
                            in.fixed(1),
                            in.fixed(2));
                    return Step.of(next, List.of(next.getFirst()));
                  });
      Value loss = ops.meanAll(ops.mul(made.result(0), made.result(0)));
      builder
          .outputs(made.carried())
          .outputs(made.results())
          .outputs(Gradients.of(ops, loss, List.of(x, code, h, w, u, b)));
    }
    return builder.build();
  }

  /** Steps of gradient descent on every size, which write what the loop reads. */
  private EngineCase step() {
    Ops ops = new Ops();
    Map<String, Value> outputs = new LinkedHashMap<>();
    Map<String, Value> updates = new LinkedHashMap<>();
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    for (int[] sizes : SIZES) {
      Map<String, Tensor> own = new LinkedHashMap<>();
      Function layer = layer(sizes, false, own);
      String stem = "s" + sizes[0] + "_";
      List<Value> given = new ArrayList<>();
      List<Value> residents = new ArrayList<>();
      for (Value parameter : layer.parameters()) {
        String name = Function.parameter(parameter).name();
        Tensor value = Objects.requireNonNull(own.get(name), name);
        arguments.put(stem + name, value);
        boolean weight = name.length() == 1 && !name.equals("x");
        given.add(
            weight
                ? ops.resident(stem + name, value.type())
                : ops.input(stem + name, value.type()));
        if (weight) {
          residents.add(given.getLast());
        }
      }
      Map<String, Integer> bound = Map.of("time", sizes[0], "batch", sizes[1]);
      Map<String, Value> made = ops.inline(Rewrites.specialize(layer, bound), given);
      outputs.put(stem + "last", made.get("last"));
      for (int i = 0; i < residents.size(); i++) {
        Value weight = residents.get(i);
        Value gradient =
            Objects.requireNonNull(made.get("d" + (4 + i)), "after last, all, dx, dstart");
        String name = Function.parameter(weight).name();
        updates.put(name, ops.sub(weight, ops.mul(gradient, 0.1)));
      }
    }
    Function function = Rewrites.loops(ops.function("step", outputs, updates));
    return new EngineCase("steps of recurrent layers", function, arguments);
  }

  /** The same loop twice, and one that differs in the direction alone. */
  private EngineCase equalLoops() {
    CaseBuilder builder = new CaseBuilder("equal scans");
    Value x = builder.input(samples.floats(Shape.of(6, 4), -1, 1));
    Value start = builder.input(samples.floats(Shape.of(4), -1, 1));
    for (boolean reverse : new boolean[] {false, true, false}) {
      Step made =
          builder
              .ops()
              .scan()
              .carry(start)
              .over(x)
              .reverse(reverse)
              .emit(
                  (o, in) -> {
                    Value next = o.sigmoid(o.mul(in.carried(0), in.scanned(0)));
                    return Step.of(List.of(next), List.of(next));
                  });
      builder.outputs(made.results());
    }
    return builder.build();
  }
}
