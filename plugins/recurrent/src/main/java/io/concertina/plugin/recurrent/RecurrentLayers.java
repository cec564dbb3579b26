package io.concertina.plugin.recurrent;

import io.concertina.config.Factory;
import io.concertina.layer.Layer;
import java.util.List;

/**
 * The plugin's layers, to be imported statically. Whatever is not said is as in Keras.
 *
 * <pre>{@code
 * Autoencoder.builder()
 *     .encoder(lstm(64))
 *     .decoder(repeat(), lstm(64).returnSequences(), dense())
 * }</pre>
 */
public final class RecurrentLayers {

  private RecurrentLayers() {}

  /** Long short-term memory; its output is the last state. */
  public static Recurrent lstm(int units) {
    return Recurrent.of(CellKind.LSTM, units);
  }

  /** A gated recurrent unit; its output is the last state. */
  public static Recurrent gru(int units) {
    return Recurrent.of(CellKind.GRU, units);
  }

  /** A plain recurrent layer; its output is the last state. */
  public static Recurrent rnn(int units) {
    return Recurrent.of(CellKind.RNN, units);
  }

  /** Two copies of a layer that read from both ends, their outputs side by side. */
  public static Layer bidirectional(SequenceLayer layer) {
    return new Bidirectional(layer, Bidirectional.Merge.CONCAT);
  }

  /** A vector in as many steps as the decoder must give. */
  public static Layer repeat() {
    return new Repeat(Repeat.LIKE_OUTPUT);
  }

  /** A vector in every step. */
  public static Layer repeat(int steps) {
    return new Repeat(steps);
  }

  /** A layer that sees every step as a sample. */
  public static Layer timeDistributed(Layer layer) {
    return new TimeDistributed(layer);
  }

  /** What the plugin offers. */
  static List<Factory<? extends Layer>> factories() {
    return List.of(
        Recurrent.factory(CellKind.LSTM),
        Recurrent.factory(CellKind.GRU),
        Recurrent.factory(CellKind.RNN),
        Bidirectional.FACTORY,
        Repeat.FACTORY,
        TimeDistributed.FACTORY);
  }
}
