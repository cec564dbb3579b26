package io.concertina.plugin.recurrent;

import io.concertina.ir.Cells;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.plugin.standard.activation.Activations;
import java.util.List;

/**
 * One step of a recurrent layer: with the usual activations the composite of {@link Cells}, which
 * engines and exporters know by name, else its equations with these activations.
 *
 * @param ops where to emit
 * @param activation of the new state
 * @param gate of the gates
 */
record Cell(Ops ops, Activation activation, Activation gate) {

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

  private Cells.Functions functions() {
    return new Cells.Functions(gate::apply, activation::apply);
  }

  Value rnn(Weights w, Value x, Value h) {
    return isUsual()
        ? Cells.rnn(ops, x, h, w.kernel(), w.recurrent(), w.bias())
        : functions().rnn(ops, x, h, w.kernel(), w.recurrent(), w.bias());
  }

  /** Next output and next cell state. */
  List<Value> lstm(Weights w, Value x, Value h, Value c) {
    return isUsual()
        ? Cells.lstm(ops, x, h, c, w.kernel(), w.recurrent(), w.bias())
        : functions().lstm(ops, x, h, c, w.kernel(), w.recurrent(), w.bias());
  }

  /**
   * Next state.
   *
   * @param seen the state that is multiplied by R, with its dropout
   * @param h the state itself
   */
  Value gru(Weights w, Value x, Value seen, Value h) {
    return isUsual() && seen.equals(h)
        ? Cells.gru(ops, x, h, w.kernel(), w.recurrent(), w.bias(), true)
        : functions().gru(ops, x, seen, h, w.kernel(), w.recurrent(), w.bias());
  }
}
