package io.concertina.train;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.List;

/** Emits a bound on gradients. */
final class Clipping {

  private Clipping() {}

  static List<Value> apply(Ops ops, Clip clip, List<Value> gradients) {
    return switch (clip.kind()) {
      case NONE -> gradients;
      case VALUE ->
          gradients.stream()
              .map(
                  g ->
                      ops.min(
                          ops.max(g, ops.constantLike(g, -clip.limit())),
                          ops.constantLike(g, clip.limit())))
              .toList();
      case NORM ->
          gradients.stream().map(g -> scaled(ops, g, squared(ops, g), clip.limit())).toList();
      case GLOBAL_NORM -> {
        Value total = gradients.stream().map(g -> squared(ops, g)).reduce(ops::add).orElseThrow();
        yield gradients.stream().map(g -> scaled(ops, g, total, clip.limit())).toList();
      }
    };
  }

  private static Value squared(Ops ops, Value gradient) {
    return ops.sumAll(Composites.square(ops, gradient));
  }

  /** g · limit / max(‖g‖, limit). */
  private static Value scaled(Ops ops, Value gradient, Value squared, double limit) {
    Value bound = ops.constant(limit);
    return ops.mul(gradient, ops.div(bound, ops.max(ops.sqrt(squared), bound)));
  }
}
