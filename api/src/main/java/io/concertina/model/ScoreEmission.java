package io.concertina.model;

import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Emits how badly samples are reconstructed.
 *
 * <p>An error that is no number, since a value is so extreme that the layers overflow, counts as
 * infinite: it is the most extreme of all, never a small one. A model that does not fill missing
 * cells cannot judge a sample that has one: its score is NaN, as where nothing is observed.
 */
final class ScoreEmission {

  private ScoreEmission() {}

  static Function of(Blueprint blueprint, EmittedModel emitted, Schema rows) {
    Ops ops = emitted.ops();
    ModelSpec spec = blueprint.spec();
    boolean words = spec.categories().isPresent() && spec.target().isEmpty();
    List<Value> shares = new ArrayList<>();
    List<Value> observed = new ArrayList<>();
    if (spec.reconstructed().size() > 0) {
      EmittedModel.Target target = emitted.target(rows);
      Value there =
          target
              .observed()
              .filter(_ -> spec.classes().isPresent())
              .orElseGet(() -> Preprocessing.observed(ops, target.raw()));
      shares.add(
          spec.classes().isPresent()
              ? classes(ops, spec, emitted, target, there)
              : number(ops, emitted, target, there));
      observed.add(EmittedModel.flags(ops, there));
    }
    if (words) {
      List<Value> logits = emitted.logits(emitted.decoded());
      List<Value> hits = emitted.words();
      for (int i = 0; i < hits.size(); i++) {
        Value entropy =
            Composites.categoricalCrossEntropyWithLogits(ops, logits.get(i), hits.get(i));
        shares.add(ops.expand(finite(ops, entropy), -1));
        observed.add(ops.broadcast(ops.constant(1), shares.getLast().shape()));
      }
    }
    boolean filling = blueprint.scalings().reconstructed().filling() || spec.length().isPresent();
    return Rewrites.stabilize(
        emitted.function(
            "score", outputs(ops, joined(ops, shares), joined(ops, observed), filling)));
  }

  private static Value number(
      Ops ops, EmittedModel emitted, EmittedModel.Target target, Value there) {
    Value difference = ops.sub(emitted.reconstruction(emitted.decoded()), target.seen());
    Value squared = finite(ops, Composites.square(ops, difference));
    return ops.select(there, squared, ops.constantLike(squared, 0));
  }

  private static Value classes(
      Ops ops, ModelSpec spec, EmittedModel emitted, EmittedModel.Target target, Value there) {
    Value parameters = emitted.numbers(emitted.decoded());
    Value nats = spec.outputs().likelihood().orElseThrow().apply(ops, parameters, target.seen());
    Value error = finite(ops, nats);
    return ops.select(there, error, ops.constantLike(error, 0));
  }

  private static Value finite(Ops ops, Value error) {
    Value infinite = ops.constantLike(error, Double.POSITIVE_INFINITY);
    return ops.select(Preprocessing.observed(ops, error), error, infinite);
  }

  private static Value joined(Ops ops, List<Value> parts) {
    return parts.size() == 1 ? parts.getFirst() : ops.concat(-1, parts.toArray(Value[]::new));
  }

  private static Map<String, Value> outputs(
      Ops ops, Value shares, Value observed, boolean filling) {
    int[] axes = IntStream.range(1, shares.shape().rank()).toArray();
    Value count = ops.sum(observed, axes);
    Value score = ops.div(ops.sum(shares, axes), count);
    if (!filling) {
      Dim elements = new Shape(shares.shape().dims().subList(1, axes.length + 1)).elements();
      Value whole = ops.eq(count, ops.broadcast(ops.dimSize(elements), count.shape()));
      score = ops.select(whole, score, ops.constantLike(score, Double.NaN));
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(ModelFunctions.SCORE, score);
    outputs.put(ModelFunctions.OBSERVED, count);
    outputs.put(ModelFunctions.FEATURES, shares);
    return outputs;
  }
}
