package io.concertina.testkit.cases;

import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Composites, which an engine may know or not. The reference always expands them, so agreeing with
 * it means agreeing with the expansion.
 */
final class CompositeCases {

  private static final float[] SPECIAL = {
    Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN, 3e38f, -3e38f, 1e-40f
  };

  private final Samples samples = new Samples(8);

  Stream<EngineCase> all() {
    return Stream.of(
        known("relu", Composites::relu),
        known("softplus", Composites::softplus),
        known("softmax", Composites::softmax),
        known("log_softmax", Composites::logSoftmax),
        specialRows("softmax", Composites::softmax),
        specialRows("log_softmax", Composites::logSoftmax),
        alongAnotherAxis(),
        unknown(),
        knownNameWithAnotherBody(),
        nested(),
        severalResults(),
        random(),
        overNamedSizes());
  }

  private EngineCase known(String name, BiFunction<Ops, Value, Value> emit) {
    CaseBuilder builder = new CaseBuilder("composite " + name);
    for (Shape shape : Samples.SHAPES) {
      if (shape.rank() > 0) {
        builder.output(emit.apply(builder.ops(), builder.input(samples.floats(shape, -8, 8))));
        builder.output(emit.apply(builder.ops(), builder.input(samples.floats(shape, 90, 110))));
      }
    }
    return builder.build();
  }

  /** Infinities, NaN, huge and far apart numbers, each in rows between ordinary ones. */
  private EngineCase specialRows(String name, BiFunction<Ops, Value, Value> emit) {
    CaseBuilder builder = new CaseBuilder("composite " + name + " of special values");
    for (Shape shape :
        List.of(Shape.of(1, 1), Shape.of(1, 7), Shape.of(9, 31), Shape.of(2, 5, 3))) {
      for (float special : SPECIAL) {
        Value x = builder.input(withSpecial(samples.floats(shape, -8, 8), special));
        builder.output(emit.apply(builder.ops(), x));
      }
    }
    Value large = builder.input(samples.floats(Shape.of(300, 129), -8, 8));
    return builder.output(emit.apply(builder.ops(), large)).build();
  }

  /** Every eighth element is special, which leaves rows without one, and the whole last row is. */
  private static Tensor withSpecial(Tensor ordinary, float special) {
    float[] elements = ordinary.toFloats();
    int lastRow = elements.length - ordinary.shape().last().size();
    for (int i = 0; i < elements.length; i++) {
      if (i % 8 == 0 || i >= lastRow) {
        elements[i] = special;
      }
    }
    return Tensor.of(ordinary.shape(), elements);
  }

  /** The known name and version with another attribute, which another body belongs to. */
  private EngineCase alongAnotherAxis() {
    CaseBuilder builder = new CaseBuilder("a softmax along the first axis");
    Value x = builder.input(samples.floats(Shape.of(9, 17), -2, 2));
    return builder
        .output(
            builder
                .ops()
                .composite(
                    Composites.SOFTMAX,
                    Map.of("axis", 0),
                    List.of(x),
                    (o, in) -> {
                      Value exp = o.exp(in.getFirst());
                      return o.div(exp, o.sum(exp, 0));
                    }))
        .build();
  }

  private EngineCase unknown() {
    CaseBuilder builder = new CaseBuilder("a composite that no engine knows");
    for (Shape shape : Samples.SHAPES) {
      Value x = builder.input(samples.floats(shape, -2, 2));
      Value y = builder.input(samples.floats(shape, -2, 2));
      builder.output(
          builder
              .ops()
              .composite(
                  "testkit_unheard_of",
                  Map.of("scale", 0.5, "text", "a \"quoted\" one"),
                  List.of(x, y),
                  (o, in) -> o.mul(o.tanh(o.add(in.get(0), in.get(1))), 0.5)));
    }
    return builder.build();
  }

  /** A version that is not the known one: only the body tells what it means. */
  private EngineCase knownNameWithAnotherBody() {
    CaseBuilder builder = new CaseBuilder("a composite of a known name and an unknown version");
    Value x = builder.input(samples.floats(Shape.of(9, 17), -2, 2));
    Ops inner = new Ops();
    Value z = inner.input("x0", x.type());
    Function body = inner.function("softmax", Map.of("y", inner.neg(z)));
    Composite later = new Composite("softmax", 1_000_000, Map.of("axis", -1), body);
    return builder.output(builder.ops().emit(later, x)).build();
  }

  private EngineCase nested() {
    CaseBuilder builder = new CaseBuilder("composites within composites");
    Value x = builder.input(samples.floats(Shape.of(5, 31), -2, 2));
    return builder.output(layers(builder.ops(), x, 12)).build();
  }

  private static Value layers(Ops ops, Value x, int depth) {
    if (depth == 0) {
      return Composites.softplus(ops, x);
    }
    return ops.composite(
        "testkit_nested_" + depth,
        Map.of("depth", depth),
        List.of(x),
        (o, in) -> o.tanh(layers(o, o.mul(in.getFirst(), 0.9), depth - 1)));
  }

  private EngineCase severalResults() {
    CaseBuilder builder = new CaseBuilder("a composite with several results");
    Value x = builder.input(samples.floats(Shape.of(7, 9), -2, 2));
    Ops inner = new Ops();
    Value z = inner.input("x0", x.type());
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("second", inner.sum(z, 0));
    outputs.put("first", z);
    outputs.put("third", inner.topK(z, 2).get(1));
    Function body = inner.function("testkit_moments", outputs);
    Composite op = new Composite("testkit_moments", 1, Map.of(), body);
    return builder.outputs(builder.ops().emitAll(op, List.of(x))).build();
  }

  /** The key is a parameter of every function on the way. */
  private EngineCase random() {
    CaseBuilder builder = new CaseBuilder("a composite that draws random bits");
    Value key = builder.input(Threefry.key(0x5DEECE66DL));
    Value x = builder.input(samples.floats(Shape.of(7, 9), -2, 2));
    Value inner = noisy(builder.ops(), key, x, 3);
    Value outer =
        builder
            .ops()
            .composite(
                "testkit_twice_noisy",
                Map.of(),
                List.of(key, x),
                (o, in) -> noisy(o, in.get(0), in.get(1), 4));
    return builder.output(inner).output(outer).build();
  }

  private static Value noisy(Ops ops, Value key, Value x, long stream) {
    return ops.composite(
        "testkit_noisy",
        Map.of("stream", stream),
        List.of(key, x),
        (o, in) -> {
          Value bits = o.randomBits(in.get(0), stream, in.get(1).shape());
          return o.select(o.lt(bits, o.constantLike(bits, 0)), in.get(1), o.neg(in.get(1)));
        });
  }

  private EngineCase overNamedSizes() {
    CaseBuilder builder = new CaseBuilder("a composite over a named size");
    Shape declared = Shape.of(Dim.named("batch"), Dim.of(6));
    Tensor argument = samples.floats(Shape.of(13, 6), -3, 3);
    Value x = builder.input(argument, TensorType.f32(declared));
    Value y =
        builder
            .ops()
            .composite(
                "testkit_centred",
                Map.of(),
                List.of(x),
                (o, in) -> o.sub(in.getFirst(), o.mean(in.getFirst(), 0)));
    return builder.output(y).output(Composites.softmax(builder.ops(), y)).build();
  }
}
