package io.concertina.plugin.recurrent;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
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
 * @param ops where to emit
 * @param units size of the state
 * @param activation f
 * @param gate σ
 */
record Cell(Ops ops, int units, Activation activation, Activation gate) {

  /**
   * The weights of a step.
   *
   * @param all kernel, recurrent kernel and, where there are any, the biases
   * @param biased whether there are
   */
  record Weights(List<Value> all, boolean biased) {
    Value kernel() {
      return all.get(0);
    }

    Value recurrent() {
      return all.get(1);
    }

    /** A product with its bias, if there is one. */
    Value shifted(Ops ops, Value product, int bias) {
      return biased ? ops.add(product, all.get(2 + bias)) : product;
    }
  }

  Value rnn(Weights w, Value x, Value h) {
    return activation.apply(ops, sum(w, x, h));
  }

  /** Next output and next cell state. */
  List<Value> lstm(Weights w, Value x, Value h, Value c) {
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
    Value fromInput = w.shifted(ops, ops.matmul(x, w.kernel()), 0);
    Value fromState = w.shifted(ops, ops.matmul(h, w.recurrent()), 1);
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
    return w.shifted(ops, products, 0);
  }

  /** The columns of one gate. */
  private Value block(Value all, int index) {
    return ops.slice(all, -1, index * units, units);
  }
}
