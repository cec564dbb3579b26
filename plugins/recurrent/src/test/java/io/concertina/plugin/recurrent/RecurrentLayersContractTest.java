package io.concertina.plugin.recurrent;

import static io.concertina.plugin.recurrent.RecurrentLayers.bidirectional;
import static io.concertina.plugin.recurrent.RecurrentLayers.gru;
import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.recurrent.RecurrentLayers.rnn;
import static io.concertina.plugin.recurrent.RecurrentLayers.timeDistributed;
import static io.concertina.plugin.standard.activation.Activations.linear;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.layerNorm;

import io.concertina.layer.Layer;
import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.List;
import java.util.Set;

class RecurrentLayersContractTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.of(lstm(3), 5, 2),
        LayerSubject.of(lstm(4).returnSequences().reversed(), 3, 3),
        LayerSubject.of(lstm(2).dropout(0.3, 0.4), 4, 3),
        LayerSubject.of(gru(3), 4, 2),
        LayerSubject.of(gru(5).returnSequences().dropout(0, 0.5), 3, 1),
        LayerSubject.of(lstm(2).activation(linear()), 3, 2),
        LayerSubject.of(gru(2).activation(linear()), 3, 2),
        LayerSubject.of(rnn(2).activation(linear()), 3, 2),
        LayerSubject.of(rnn(3), 7, 2),
        opening(gru(5).initialState(FirstState.CODE), 5),
        opening(lstm(3).initialState(FirstState.CODE).returnSequences(), 6),
        opening(rnn(3).initialState(FirstState.DENSE), 2),
        opening(lstm(2).initialState(FirstState.DENSE).returnSequences(), 3),
        opening(bidirectional(gru(2).initialState(FirstState.DENSE).dropout(0, 0.3)), 3),
        LayerSubject.of(rnn(2).returnSequences(), 1, 3),
        LayerSubject.of(bidirectional(gru(2)), 4, 3),
        LayerSubject.of(bidirectional(lstm(3).returnSequences()), 3, 2),
        LayerSubject.of(repeat(4), 3),
        LayerSubject.of(timeDistributed(dense(3)), 4, 2),
        LayerSubject.of(timeDistributed(layerNorm()), 3, 5));
  }

  /** In a decoder, behind a repeated code. */
  private static LayerSubject opening(Layer layer, int code) {
    return LayerSubject.of(layer, code).after("decoder/repeat_1", repeat(3));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
