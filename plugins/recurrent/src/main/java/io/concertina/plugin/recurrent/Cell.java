package io.concertina.plugin.recurrent;

import io.concertina.ir.Cells;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.plugin.standard.activation.Activations;
import java.util.List;

/**
 * One step of a recurrent layer. With σ the gates' activation and f the new state's:
 *
 * <pre>
 * rnn    h' = f(x·W + h·R + b)
 * gru    z = σ(x·W_z + b_z + h·R_z + b'_z),  r = σ(x·W_r + b_r + h·R_r + b'_r)
 *        n = f(x·W_h + b_h + r ⊙ (h·R_h + b'_h)),  h' = z ⊙ h + (1 - z) ⊙ n
 * lstm   i, f, g, o = σ, σ, f, σ of the blocks of x·W + h·R + b
 *        c' = f ⊙ c + i ⊙ g,  h' = o ⊙ f(c')
 * </pre>
 *
 * <p>With the usual activations it is the composite of {@link Cells}, which engines and exporters
 * know by name.
 *
 * @param ops where to emit
 * @param units size of the state
 * @param activation f
 * @param gate σ
 */
record Cell(Ops ops, int units, Activation activation, Activation gate) {

  /**
   * The weights of a step.
   *
   * @param kernel W
   * @param recurrent R
   * @param bias b; of a GRU b and b', one below the other
   */
  record Weights(Value kernel, Value recurrent, Value bias) {}

  private boolean isUsual() {
    return activation.equals(Activations.tanh()) && gate.equals(Activations.sigmoid());
  }

  Value rnn(Weights w, Value x, Value h) {
    return isUsual()
        ? Cells.rnn(ops, x, h, w.kernel(), w.recurrent(), w.bias())
        : activation.apply(ops, sum(w, x, h));
  }

  /** Next output and next cell state. */
  List<Value> lstm(Weights w, Value x, Value h, Value c) {
    if (isUsual()) {
      return Cells.lstm(ops, x, h, c, w.kernel(), w.recurrent(), w.bias());
    }
    Value sum = sum(w, x, h);
    Value in = gate.apply(ops, block(sum, 0));
    Value forget = gate.apply(ops, block(sum, 1));
    Value candidate = activation.apply(ops, block(sum, 2));
    Value out = gate.apply(ops, block(sum, 3));
    Value cell = ops.add(ops.mul(forget, c), ops.mul(in, candidate));
    return List.of(ops.mul(out, activation.apply(ops, cell)), cell);
  }

  /**
   * Next state.
   *
   * @param h the state that is multiplied by R, with its dropout
   * @param before the state itself
   */
  Value gru(Weights w, Value x, Value h, Value before) {
    if (isUsual() && h.equals(before)) {
      return Cells.gru(ops, x, h, w.kernel(), w.recurrent(), w.bias(), true);
    }
    Value fromInput = ops.add(ops.matmul(x, w.kernel()), row(w.bias(), 0));
    Value fromState = ops.add(ops.matmul(h, w.recurrent()), row(w.bias(), 1));
    Value update = gate.apply(ops, ops.add(block(fromInput, 0), block(fromState, 0)));
    Value reset = gate.apply(ops, ops.add(block(fromInput, 1), block(fromState, 1)));
    Value candidate =
        activation.apply(ops, ops.add(block(fromInput, 2), ops.mul(reset, block(fromState, 2))));
    Value kept = ops.mul(update, before);
    Value rest = ops.sub(ops.constantLike(update, 1), update);
    return ops.add(kept, ops.mul(rest, candidate));
  }

  private Value sum(Weights w, Value x, Value h) {
    Value products = ops.add(ops.matmul(x, w.kernel()), ops.matmul(h, w.recurrent()));
    return ops.add(products, w.bias());
  }

  private Value row(Value biases, int index) {
    return ops.reshape(ops.slice(biases, 0, index, 1), Shape.of(biases.shape().last()));
  }

  /** The columns of one gate. */
  private Value block(Value all, int index) {
    return ops.slice(all, -1, index * units, units);
  }
}
