package io.concertina.sample;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import java.util.List;

/**
 * w' = w - rate · sign(0.9 m + 0.1 g), m' = 0.99 m + 0.01 g from m = 0. Source: Chen et al.,
 * "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, algorithm 2, without decay.
 */
public record Lion(double rate) implements Optimizer {
  static final Factory<Lion> FACTORY =
      Factory.of(
          "lion",
          Lion.class,
          settings -> new Lion(settings.number("rate", 1e-4)),
          (lion, description) -> description.put("rate", lion.rate));

  public Lion {
    if (!(rate > 0)) {
      throw new ConfigurationException("lion.rate", "above 0", rate);
    }
  }

  @Override
  public List<String> slots() {
    return List.of("m");
  }

  @Override
  public Step step(Ops ops, Value w, Value g, List<Value> slots, Value rate, Value t) {
    Value m = slots.getFirst();
    Value move = ops.mul(ops.sign(ops.add(ops.mul(m, 0.9), ops.mul(g, 0.1))), rate);
    return new Step(ops.sub(w, move), List.of(ops.add(ops.mul(m, 0.99), ops.mul(g, 0.01))));
  }
}
