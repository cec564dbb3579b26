package io.concertina.plugin.recurrent;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Settings;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.initializer.Initializers;

/**
 * What every recurrent layer lets its user choose beside its units.
 *
 * @param activation of the new state
 * @param gate of the gates
 * @param bias whether there is a b
 * @param initial first values
 * @param dropout shares that are dropped in training
 * @param first what the states begin with
 */
public record RecurrentSettings(
    Activation activation,
    Activation gate,
    boolean bias,
    Initial initial,
    Drops dropout,
    FirstState first) {

  /**
   * First values of the variables.
   *
   * @param kernel of W
   * @param recurrent of R
   * @param bias of b
   * @param forgetBias whether 1 is added to the bias of an LSTM's forget gate (Jozefowicz, Zaremba,
   *     Sutskever, "An Empirical Exploration of Recurrent Network Architectures", ICML 2015)
   */
  public record Initial(
      Initializer kernel, Initializer recurrent, Initializer bias, boolean forgetBias) {}

  /**
   * Probabilities of 0, at least 0 and below 1. A mask is drawn for each row and stays the same in
   * all steps (Gal, Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent
   * Neural Networks", NIPS 2016).
   *
   * @param inputs of the features
   * @param states of the state, where it is multiplied by R
   */
  public record Drops(double inputs, double states) {
    public Drops {
      require("dropout", inputs);
      require("recurrent_dropout", states);
    }

    private static void require(String key, double rate) {
      if (!(rate >= 0 && rate < 1)) {
        throw new ConfigurationException(key, "at least 0 and below 1", rate);
      }
    }
  }

  /**
   * As in Keras: tanh, sigmoid gates, glorot_uniform, orthogonal, zeros with a forget bias of 1.
   */
  static RecurrentSettings plain() {
    return new RecurrentSettings(
        Activations.tanh(),
        Activations.sigmoid(),
        true,
        new Initial(
            Initializers.glorotUniform(), Initializers.orthogonal(), Initializers.zeros(), true),
        new Drops(0, 0),
        FirstState.ZEROS);
  }

  RecurrentSettings with(Activation other) {
    return new RecurrentSettings(other, gate, bias, initial, dropout, first);
  }

  RecurrentSettings with(Drops other) {
    return new RecurrentSettings(activation, gate, bias, initial, other, first);
  }

  RecurrentSettings with(FirstState other) {
    return new RecurrentSettings(activation, gate, bias, initial, dropout, other);
  }

  /** What a configuration says of a layer of a kind; what it does not say is {@link #plain}. */
  static RecurrentSettings read(CellKind kind, Settings settings) {
    RecurrentSettings plain = plain();
    return new RecurrentSettings(
        settings.plugin("activation", Activation.class, plain.activation),
        kind == CellKind.RNN
            ? plain.gate
            : settings.plugin("recurrent_activation", Activation.class, plain.gate),
        settings.flag("bias", plain.bias),
        new Initial(
            settings.plugin("kernel_initializer", Initializer.class, plain.initial.kernel),
            settings.plugin("recurrent_initializer", Initializer.class, plain.initial.recurrent),
            settings.plugin("bias_initializer", Initializer.class, plain.initial.bias),
            kind != CellKind.LSTM || settings.flag("unit_forget_bias", plain.initial.forgetBias)),
        new Drops(
            settings.number("dropout", plain.dropout.inputs),
            settings.number("recurrent_dropout", plain.dropout.states)),
        settings.choice("initial_state", FirstState.class, plain.first));
  }

  /** The way back of {@link #read}. */
  void describe(CellKind kind, Description description) {
    description.put("activation", Activation.class, activation);
    if (kind != CellKind.RNN) {
      description.put("recurrent_activation", Activation.class, gate);
    }
    description
        .put("bias", bias)
        .put("kernel_initializer", Initializer.class, initial.kernel)
        .put("recurrent_initializer", Initializer.class, initial.recurrent)
        .put("bias_initializer", Initializer.class, initial.bias);
    if (kind == CellKind.LSTM) {
      description.put("unit_forget_bias", initial.forgetBias);
    }
    description
        .put("dropout", dropout.inputs)
        .put("recurrent_dropout", dropout.states)
        .put("initial_state", first.word());
  }
}
