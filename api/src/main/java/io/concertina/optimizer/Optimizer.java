package io.concertina.optimizer;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.List;

/** An update rule. It is emitted once per weight; its slots are tensors of the weight's shape. */
public interface Optimizer {

  /** The learning rate before any schedule. */
  double rate();

  /** Names of the tensors kept per weight, for instance {@code m} and {@code v}. */
  List<String> slots();

  /** Value that fills a slot before the first step; 0 unless the rule says otherwise. */
  default double initial(String slot) {
    return 0;
  }

  /**
   * Emits one step for one weight.
   *
   * @param ops where to emit
   * @param weight value before the step
   * @param gradient of the loss, clipped if clipping is on
   * @param slots values before the step, in the order of {@link #slots}
   * @param rate learning rate of this step, f32 scalar
   * @param t number of this step counted from 1, f32 scalar
   */
  Step step(Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t);

  /**
   * Values after a step.
   *
   * @param weight the weight
   * @param slots in the order of {@link Optimizer#slots}
   */
  record Step(Value weight, List<Value> slots) {
    public Step {
      slots = List.copyOf(slots);
    }
  }
}
