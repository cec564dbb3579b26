package io.concertina.plugin.recurrent;

import java.util.Locale;

/** What a recurrent layer computes in a step. */
public enum CellKind {
  /** h' = f(x·W + h·R + b); J. L. Elman, "Finding Structure in Time", 1990. */
  RNN(1, 1),
  /**
   * Gated recurrent unit: K. Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder
   * for Statistical Machine Translation", EMNLP 2014, with the reset gate behind the state's
   * product.
   */
  GRU(3, 1),
  /**
   * Long short-term memory: S. Hochreiter, J. Schmidhuber, 1997, with the forget gate of F. A.
   * Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", 2000.
   */
  LSTM(4, 2);

  private final int gates;
  private final int states;

  CellKind(int gates, int states) {
    this.gates = gates;
    this.states = states;
  }

  /** Columns of W and R per unit. */
  int gates() {
    return gates;
  }

  /** How many tensors [batch, units] a step hands over; the first is its output. */
  int states() {
    return states;
  }

  /** The layer's name. */
  String layer() {
    return name().toLowerCase(Locale.ROOT);
  }
}
