package io.concertina.plugin.sparsity.code;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.initializer.Initializers;
import java.util.stream.IntStream;

/**
 * Keeps the k · n largest positive elements of a batch of n samples, so that samples may have more
 * or fewer than k.
 *
 * <p>y = x where x is kept and 0 elsewhere. In training θ is the smallest of the kept elements, or
 * 0 if there are none, and the state {@code threshold} [] moves: t' = momentum · t + (1 - momentum)
 * · θ. Afterwards every element of at least that state is kept, so each sample is mapped by itself.
 * Shapes: x and y [batch, ..., units].
 *
 * <p>What is kept is found by halving [0, max x] 32 times, which leaves an interval below the
 * distance of neighbouring numbers; of equals at the limit none is kept.
 *
 * <p>Source: B. Bussmann, P. Leask, N. Nanda, "BatchTopK Sparse Autoencoders", 2024, section 3; the
 * running mean stands for the mean over the data set in their estimate of θ.
 *
 * @param k active units per sample on average, from 1 to the number of units
 * @param momentum share of the state that stays, at least 0 and below 1
 * @param revival of dead units
 */
record BatchTopK(int k, double momentum, Revival revival) implements Layer {

  static final double MOMENTUM = 0.99;

  private static final int HALVINGS = 32;

  static final Factory<BatchTopK> FACTORY =
      Factory.of(
          "batch_top_k",
          BatchTopK.class,
          settings ->
              new BatchTopK(
                  settings.integer("k"),
                  settings.number("momentum", MOMENTUM),
                  Revival.read(settings)),
          (value, description) ->
              value.revival.describe(
                  description.put("k", value.k).put("momentum", value.momentum)));

  BatchTopK {
    Units.requireAtLeastOne("batch_top_k.k", k);
    revival.require("batch_top_k");
    if (!(momentum >= 0 && momentum < 1)) {
      throw new ConfigurationException("batch_top_k.momentum", "at least 0 and below 1", momentum);
    }
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Units.requireActive(scope, "batch_top_k", k, Units.of(scope, x));
    Ops ops = scope.ops();
    Value running = scope.variable("threshold", Role.STATE, Initializers.zeros());
    Value active = scope.mode() == Mode.INFER ? reaches(ops, x, running) : largest(ops, x);
    Value smallest = smallest(ops, x, active);
    scope.update(running, ops.add(ops.mul(running, momentum), ops.mul(smallest, 1 - momentum)));
    revival.apply(scope, x, ops.cast(active, DType.F32), smallest);
    return ops.select(active, x, ops.constantLike(x, 0));
  }

  private static Value reaches(Ops ops, Value x, Value threshold) {
    return ops.le(ops.broadcast(threshold, x.shape()), x);
  }

  /** True at the k · n largest positive elements. */
  private Value largest(Ops ops, Value x) {
    Dim samples =
        IntStream.of(Units.samples(x)).mapToObj(x.shape()::dim).reduce(Dim.of(1), Dim::times);
    Value wanted = ops.mul(ops.dimSize(samples), k);
    Value low = ops.constant(0);
    Value high = ops.max(ops.reduceMax(x, all(x)), low);
    for (int i = 0; i < HALVINGS; i++) {
      Value middle = ops.mul(ops.add(low, high), 0.5);
      Value above = ops.cast(above(ops, x, middle), DType.F32);
      Value few = ops.le(ops.sumAll(above), wanted);
      low = ops.select(few, low, middle);
      high = ops.select(few, middle, high);
    }
    return above(ops, x, high);
  }

  private static Value above(Ops ops, Value x, Value limit) {
    return ops.lt(ops.broadcast(limit, x.shape()), x);
  }

  /** The smallest kept element, or the largest positive one if none is kept. */
  private static Value smallest(Ops ops, Value x, Value active) {
    Value top = ops.max(ops.reduceMax(x, all(x)), ops.constant(0));
    return ops.stopGradient(ops.reduceMin(ops.select(active, x, top), all(x)));
  }

  private static int[] all(Value x) {
    return IntStream.range(0, x.shape().rank()).toArray();
  }
}
